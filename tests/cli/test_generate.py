"""`mediation generate` makes cases that every rule of the product would have allowed."""

import json

from sqlalchemy import func, select, text

from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage, stage_after
from mediation.models.cases import Case, Seat
from mediation.models.correspondence import Message
from mediation.models.history import Facts, History
from mediation.models.settlement import Agreement
from mediation.queries.chains import checked_chains

CASES = 400


def check_variety(session):
    assert set(session.scalars(select(Case.lane))) == set(Lane)
    assert set(session.scalars(select(Case.stage))) == set(Stage) - {Stage.DRAFT}
    names = [case.complainant_name for case in session.scalars(select(Case))]
    assert any(name.isascii() for name in names)
    assert any(not name.isascii() for name in names)


def check_chains(session):
    """Every chain is whole and leads, by the stage table, to the stage of its case."""
    checked = list(checked_chains())
    assert len(checked) == CASES
    assert [case for case in checked if case.broken] == []
    stages = {}
    rows = select(History.case_id, History.event).order_by(History.case_id, History.number)
    for case_id, event in session.execute(rows):
        stages[case_id] = stage_after(stages.get(case_id, Stage.DRAFT), event)
    assert stages == dict(session.execute(select(Case.id, Case.stage)).all())


def check_rows(session):
    """Seats agree with their cases; what is sealed can be opened; no row is without its parent."""
    pairs = session.execute(select(Seat.stage, Case.stage).join(Case))
    assert all(seat is case for seat, case in pairs)
    assert all(message.body for message in session.scalars(select(Message)))
    assert all(json.loads(row.content)["parts"] for row in session.scalars(select(Agreement)))
    facts = session.scalars(select(Facts).limit(50))
    assert all("actor" in json.loads(row.facts) for row in facts)
    if session.get_bind().dialect.name == "sqlite":
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []


def test_it_makes_what_every_rule_would_have_allowed(session, runner):
    made = runner("generate", "--cases", str(CASES), "--seed", "7")
    assert made.exit_code == 0, made.output
    assert f"{CASES} cases" in made.output
    check_variety(session)
    check_chains(session)
    check_rows(session)

    again = runner("generate", "--cases", "50", "--seed", "7")
    assert again.exit_code == 0, again.output
    assert session.scalar(select(func.count()).select_from(Case)) == CASES + 50


def test_it_wants_a_number(runner):
    assert runner("generate", "--cases", "0").exit_code == 2
