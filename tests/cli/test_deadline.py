"""`mediation deadline` tells the day and how it was counted."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from mediation.cli import deadline as command
from mediation.cli import main
from tests.factories.deadlines import make_year


def test_a_rule_shows_its_arithmetic_and_its_source(runner):
    found = runner("deadline", "judicial_confirmation", "--from", "2026-01-20", "--locale", "en")
    assert found.exit_code == 0
    for words in (
        "Civil Procedure Law, article 205",
        "Sat 21 Feb 2026",
        "by Tue 24 Feb 2026, 24:00",
    ):
        assert words in found.output


def test_programs_read_it_as_json(runner):
    found = runner("deadline", "7wd", "--from", "2026-02-10", "--json")
    assert found.exit_code == 0
    answer = json.loads(found.output)
    assert (answer["raw_on"], answer["due_on"]) == ("2026-02-26", "2026-02-26")
    assert answer["skipped"] == [f"2026-02-{day}" for day in range(15, 24)]
    assert answer["provisional"] is False
    assert len(answer["steps"]) == 4


def test_a_rule_names_itself_in_json(runner):
    answer = json.loads(
        runner("deadline", "lender_answer", "--from", "2026-12-20", "--json").output
    )
    assert (answer["rule"], answer["mark"], answer["provisional"]) == ("lender_answer", "S", True)


@pytest.mark.parametrize(
    "words",
    [
        ("15x", "--from", "2026-01-01"),
        ("15d", "--from", "yesterday"),
        ("15d",),
        ("15d", "--from", "2026-02-30"),
    ],
)
def test_wrong_usage_is_2(runner, words):
    assert runner("deadline", *words).exit_code == 2


def test_a_refusal_is_1_with_one_line(runner):
    found = runner("deadline", "99999d", "--from", "2026-01-01", "--locale", "en")
    assert found.exit_code == 1
    assert "20000" in found.output


def test_it_counts_by_what_was_published_here(runner, session):
    make_year(2027, off="01-04", edition=1)
    session.commit()
    answer = json.loads(runner("deadline", "15d", "--from", "2026-12-20", "--json").output)
    assert (answer["due_on"], answer["provisional"]) == ("2027-01-05", False)


def test_without_an_installation_it_makes_none(tmp_path, monkeypatch):
    folder = tmp_path / "nothing"
    monkeypatch.setenv("MEDIATION_INSTANCE", str(folder))
    monkeypatch.delenv("MEDIATION_DATABASE_URL", raising=False)
    found = CliRunner().invoke(main, ["deadline", "15d", "--from", "2026-12-20", "--json"])
    assert found.exit_code == 0
    assert json.loads(found.output)["due_on"] == "2027-01-04"
    assert not folder.exists()


def test_an_older_database_is_said_and_done_without(runner, monkeypatch):
    def fail():
        raise OperationalError("no such table: calendar_years", {}, Exception("no such table"))

    monkeypatch.setattr(command, "calendar_now", fail)
    found = runner("deadline", "15d", "--from", "2026-03-04", "--locale", "en")
    assert found.exit_code == 0
    assert "Counted by the program's own calendar" in found.output
    assert "19 Mar 2026" in found.output
