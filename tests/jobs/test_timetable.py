"""When turns come: found in the past and in the future, in the zone of the installation."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mediation.jobs.timetable import Counts, latest_turn, next_turn

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 4, 4, 0, 30, tzinfo=UTC)  # A Wednesday, 12:00:30 in Shanghai.


def local(*numbers):
    return datetime(*numbers, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "latest", "following"),
    [
        ("* * * * *", local(2026, 3, 4, 12, 0), local(2026, 3, 4, 12, 1)),
        ("*/15 * * * *", local(2026, 3, 4, 12, 0), local(2026, 3, 4, 12, 15)),
        ("5 0 * * *", local(2026, 3, 4, 0, 5), local(2026, 3, 5, 0, 5)),
        ("0 13 * * *", local(2026, 3, 3, 13, 0), local(2026, 3, 4, 13, 0)),
        ("0 9 * * mon", local(2026, 3, 2, 9, 0), local(2026, 3, 9, 9, 0)),
        ("0 0 1 * *", local(2026, 3, 1), local(2026, 4, 1)),
        ("0 0 1 4 *", local(2025, 4, 1), local(2026, 4, 1)),
    ],
)
def test_the_latest_and_the_next_turn(at, latest, following):
    assert latest_turn(at, now=NOON, zone=SHANGHAI) == latest
    assert next_turn(at, now=NOON, zone=SHANGHAI) == following


def test_a_turn_has_come_at_its_very_second():
    sharp = NOON.replace(second=0)
    assert latest_turn("* * * * *", now=sharp, zone=SHANGHAI) == sharp
    assert next_turn("* * * * *", now=sharp, zone=SHANGHAI) == sharp + timedelta(minutes=1)


def test_a_turn_that_never_comes_is_none():
    assert latest_turn("0 0 31 2 *", now=NOON, zone=SHANGHAI) is None


@pytest.mark.parametrize("month", [3, 10])
def test_daily_turns_stay_daily_over_both_changes_of_the_hour(month):
    berlin = ZoneInfo("Europe/Berlin")
    moment, turns = datetime(2026, month, 20, tzinfo=UTC), set()
    while moment < datetime(2026, month, 30, tzinfo=UTC):
        turns.add(latest_turn("30 2 * * *", now=moment, zone=berlin))
        moment += timedelta(minutes=20)
    # The hour from two to three does not exist on 29 March, and comes twice on 25 October.
    days = [turn.astimezone(berlin).date() for turn in turns]
    assert len(days) == len(set(days)) + (month == 10)
    assert len(set(days)) >= 10


def test_counts_add_up():
    assert sum([Counts(2, 1), Counts(3)], Counts()) == Counts(5, 1)
