"""`mediation generate` makes cases that every rule of the product would have allowed."""

import json

import pytest
from sqlalchemy import func, select, text

from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage, stage_after
from mediation.models.cases import Case, Seat
from mediation.models.correspondence import Message
from mediation.models.history import Facts, History
from mediation.models.settlement import Agreement
from mediation.queries.chains import checked_chains

CASES = 600


@pytest.fixture
def generated(session, runner):
    result = runner("generate", "--cases", str(CASES), "--seed", "7")
    assert result.exit_code == 0, result.output
    return result


class TestGenerate:
    def test_it_makes_what_was_asked_for(self, generated, session):
        assert session.scalar(select(func.count()).select_from(Case)) == CASES
        assert f"{CASES} cases" in generated.output

    def test_every_lane_and_stage_is_there_in_both_languages(self, generated, session):
        assert set(session.scalars(select(Case.lane))) == set(Lane)
        assert set(session.scalars(select(Case.stage))) == set(Stage) - {Stage.DRAFT}
        names = [case.complainant_name for case in session.scalars(select(Case))]
        assert any(name.isascii() for name in names)
        assert any(not name.isascii() for name in names)

    def test_every_chain_is_whole(self, generated, session):
        checked = list(checked_chains())
        assert len(checked) == CASES
        assert [case for case in checked if case.broken] == []

    def test_every_history_leads_to_the_stage_of_its_case(self, generated, session):
        stages = {}
        rows = select(History.case_id, History.event).order_by(History.case_id, History.number)
        for case_id, event in session.execute(rows):
            stages[case_id] = stage_after(stages.get(case_id, Stage.DRAFT), event)
        assert stages == dict(session.execute(select(Case.id, Case.stage)).all())

    def test_seats_agree_with_their_cases(self, generated, session):
        pairs = session.execute(select(Seat.stage, Case.stage).join(Case))
        assert all(seat is case for seat, case in pairs)

    def test_what_is_sealed_can_be_opened(self, generated, session):
        assert all(message.body for message in session.scalars(select(Message)))
        assert all(json.loads(row.content)["parts"] for row in session.scalars(select(Agreement)))
        facts = session.scalars(select(Facts).limit(50))
        assert all("actor" in json.loads(row.facts) for row in facts)

    def test_a_second_run_adds_others(self, generated, session, runner):
        again = runner("generate", "--cases", "50", "--seed", "7")
        assert again.exit_code == 0, again.output
        assert session.scalar(select(func.count()).select_from(Case)) == CASES + 50

    @pytest.mark.sqlite
    def test_no_row_speaks_of_one_that_is_not_there(self, generated, session):
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []


def test_it_wants_a_number(runner):
    assert runner("generate", "--cases", "0").exit_code == 2
