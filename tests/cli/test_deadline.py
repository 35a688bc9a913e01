"""`mediation deadline` tells the day and how it was counted."""

import json

import pytest


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
