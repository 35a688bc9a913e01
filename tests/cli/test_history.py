"""Tampering shows: with a row, with its facts, with the tail, with the head."""

import pytest
from sqlalchemy import text

from mediation.db import db
from tests.factories.cases import make_case

ASLEEP = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS history_no_update",
        "DROP TRIGGER IF EXISTS history_no_delete",
    ],
    "postgresql": ["ALTER TABLE history DISABLE TRIGGER USER"],
}
AWAKE = {"sqlite": [], "postgresql": ["ALTER TABLE history ENABLE TRIGGER USER"]}


@pytest.fixture
def case(session):
    """A case whose chain is as whole as that of another one beside it."""
    make_case()
    made = make_case()
    session.commit()
    return made


@pytest.fixture
def tamper(case, session):
    """Change what the database refuses to change, as one with its password could."""

    def change(statement):
        dialect = db.engine.dialect.name
        for switch in ASLEEP[dialect]:
            session.execute(text(switch))
        changed = session.execute(text(statement), {"case": case.id})
        assert changed.rowcount > 0
        session.commit()
        for switch in AWAKE[dialect]:
            session.execute(text(switch))
        session.commit()

    return change


def test_whole_chains_are_counted(runner, case):
    ran = runner("history", "verify")
    assert ran.exit_code == 0
    assert ran.output.startswith("2 cases, ")
    assert "0 broken" in ran.output


def test_without_cases_there_is_nothing_to_find(runner):
    assert runner("history", "verify").output == "0 cases, 0 rows of history, 0 broken.\n"


LAST = "(SELECT max(number) FROM history WHERE case_id = :case)"
FIRST_ID = "(SELECT id FROM history WHERE case_id = :case AND number = 1)"


OTHER_FACTS = f"(SELECT facts FROM facts WHERE id <> {FIRST_ID} LIMIT 1)"
A_DIGEST = "(SELECT digest FROM history WHERE case_id = :case AND number = 1)"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE history SET event = 'x' WHERE case_id = :case AND number = 1", "row 1 was"),
        ("UPDATE history SET hash = digest WHERE case_id = :case AND number = 1", "row 1 was"),
        ("UPDATE history SET number = number + 9 WHERE case_id = :case", "row 1 is missing"),
        (f"UPDATE facts SET salt = facts WHERE id = {FIRST_ID}", "facts of row 1 were changed"),
        (f"UPDATE facts SET facts = {OTHER_FACTS} WHERE id = {FIRST_ID}", "facts of row 1 were"),
        (f"UPDATE cases SET chain_head = {A_DIGEST} WHERE id = :case", "the head that the case"),
        ("UPDATE cases SET chain_count = chain_count + 1 WHERE id = :case", "were cut off"),
    ],
)
def test_a_change_is_named_with_case_and_row(runner, case, tamper, statement, told):
    reference = case.reference
    tamper(statement)
    ran = runner("history", "verify")
    assert ran.exit_code == 1
    assert f"{reference}: " in ran.stderr
    assert told in ran.stderr
    assert "the history of 1 cases is broken" in ran.stderr


def test_a_cut_tail_is_found(runner, case, tamper, session):
    tamper(
        "DELETE FROM facts WHERE id IN "
        f"(SELECT id FROM history WHERE case_id = :case AND number = {LAST})"
    )
    assert runner("history", "verify").exit_code == 0  # Facts may be erased: the chain stands.
    tamper(f"DELETE FROM history WHERE case_id = :case AND number = {LAST}")
    ran = runner("history", "verify")
    assert ran.exit_code == 1
    assert "were cut off" in ran.stderr


def test_a_history_that_is_gone_altogether_is_found(runner, case, tamper):
    tamper("DELETE FROM facts WHERE id IN (SELECT id FROM history WHERE case_id = :case)")
    tamper("DELETE FROM history WHERE case_id = :case")
    assert "the rows from 1 on were cut off" in runner("history", "verify").stderr


def test_the_database_itself_refuses_changes(case, session):
    for statement in ("UPDATE history SET event = 'x'", "DELETE FROM history"):
        with pytest.raises(Exception, match="append-only"):
            session.execute(text(statement))
        session.rollback()
