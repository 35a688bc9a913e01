"""The days off of the known years, against the announced ones."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.calendar import SATURDAY, read_calendar, the_calendar
from mediation.domain.rulebook import RuleError, parse

ANNOUNCED = json.loads(
    (Path(__file__).parent.parent / "reference" / "workday_cases.json").read_text("utf-8")
)["years"]
KNOWN = st.dates(date(2004, 1, 1), date(2026, 12, 31))


def days_of(year):
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", sorted(ANNOUNCED))
def test_a_year_is_as_it_was_announced(year):
    calendar, announced = the_calendar(), ANNOUNCED[year]
    days = days_of(int(year))
    off = [str(day) for day in days if calendar.is_off(day) and day.weekday() < SATURDAY]
    worked = [str(day) for day in days if not calendar.is_off(day) and day.weekday() >= SATURDAY]
    assert off == announced["weekday_holidays"]
    assert worked == announced["weekend_workdays"]
    assert sum(not calendar.is_off(day) for day in days) == announced["workdays"]


def test_every_year_from_2004_to_2026_is_known():
    assert the_calendar().years == set(range(2004, 2027))
    assert not the_calendar().is_known(date(2027, 1, 1))


def test_new_years_eve_of_the_moon_was_worked_in_2024_and_is_off_since():
    assert not the_calendar().is_off(date(2024, 2, 9))
    assert the_calendar().is_off(date(2025, 1, 28))


@given(KNOWN)
def test_rolling_passes_over_days_off_alone(day):
    calendar = the_calendar()
    rolled = calendar.roll(day)
    assert not calendar.is_off(rolled)
    assert list(calendar.days_off(day, rolled)) == [
        day + timedelta(days=n) for n in range((rolled - day).days)
    ]
    assert calendar.roll(rolled) == rolled


def test_an_announced_year_replaces_what_was_held_of_it():
    calendar = the_calendar()
    anew = calendar.with_year(2026, off=[date(2026, 3, 2)], worked=[date(2026, 3, 7)])
    assert anew.is_off(date(2026, 3, 2))
    assert not anew.is_off(date(2026, 3, 7))
    assert not anew.is_off(date(2026, 10, 1))
    assert anew.is_off(date(2025, 10, 1))
    assert calendar.with_year(2027, off=[], worked=[]).is_known(date(2027, 5, 1))


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ('off = ["10-03"]\nworked = []', "years.2026.off"),
        ('off = []\nworked = ["10-12"]', "years.2026.worked"),
        ('off = ["10-02", "10-01"]\nworked = []', "years.2026.off"),
        ('off = ["02-30"]\nworked = []', "years.2026.off[0]"),
        ("off = []\nworked = []\nclosed = []", "years.2026.closed"),
        ("off = []", "years.2026"),
    ],
)
def test_a_wrong_day_is_named_with_its_place(rows, place):
    book = parse("cn.toml", f'zone = "Asia/Shanghai"\n[years.2026]\n{rows}\n')
    with pytest.raises(RuleError) as raised:
        read_calendar(book)
    assert raised.value.place == place
