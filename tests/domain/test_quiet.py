"""When a message may leave."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.calendar import the_calendar
from mediation.domain.notices import Channel, Manner
from mediation.domain.questions import HOURS
from mediation.domain.quiet import (
    Place,
    hours_of,
    next_allowed,
    next_digest,
    planned,
    read_times,
    times_of_notices,
)
from mediation.domain.rulebook import RuleError, parse, rules

ZONE = ZoneInfo("Asia/Shanghai")
PEOPLE = Place(Channel.MAIL)
DESK = Place(Channel.MAIL, is_staff=True)
PHONE = Place(Channel.SMS)
START = datetime(2004, 1, 1, tzinfo=UTC)
LENGTH = int(timedelta(days=365 * 23).total_seconds())
MOMENTS = st.integers(0, LENGTH).map(lambda seconds: START + timedelta(seconds=seconds))
PLACES = st.builds(
    Place,
    st.sampled_from([Channel.MAIL, Channel.SMS]),
    st.booleans(),
    st.lists(st.sampled_from(HOURS), unique=True),
)
MANNERS = st.sampled_from([Manner.NOW, Manner.DIGEST])


def plan(place, manner, now, *, urgent=False):
    return planned(
        place,
        manner,
        urgent=urgent,
        times=times_of_notices(),
        zone=ZONE,
        calendar=the_calendar(),
        now=now,
    )


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("place", "written", "due"),
    [
        # 2026-10-01 to 10-07 are off, 10-10 is a Saturday that is worked.
        (PHONE, "2026-03-04T12:00", "2026-03-04T12:00"),
        (PHONE, "2026-03-04T12:00:01", "2026-03-04T12:02"),
        (PHONE, "2026-03-04T20:59", "2026-03-05T08:00"),
        (PHONE, "2026-03-04T03:00", "2026-03-04T08:00"),
        (PHONE, "2026-10-01T12:00", "2026-10-01T12:00"),
        (PEOPLE, "2026-03-04T03:00", "2026-03-04T03:00"),
        (DESK, "2026-03-04T20:00", "2026-03-05T08:00"),
        (DESK, "2026-03-06T20:00", "2026-03-09T08:00"),
        (DESK, "2026-09-30T21:00", "2026-10-08T08:00"),
        (DESK, "2026-10-10T09:00", "2026-10-10T09:00"),
        (Place(Channel.SMS, asked=["morning"]), "2026-03-04T12:00", "2026-03-05T09:00"),
        (Place(Channel.SMS, asked=["noon", "evening"]), "2026-03-04T15:00", "2026-03-04T18:00"),
        (Place(Channel.SMS, asked=["weekend"]), "2026-03-04T15:00", "2026-03-07T08:00"),
        (Place(Channel.MAIL, asked=["weekend", "noon"]), "2026-03-08T13:30", "2026-03-08T13:30"),
        (Place(Channel.MAIL, asked=["weekend", "noon"]), "2026-03-08T14:00", "2026-03-14T12:00"),
        (Place(Channel.WEBHOOK), "2026-03-04T03:00:07", "2026-03-04T03:00:07"),
    ],
)
def test_what_is_written_is_due_at(place, written, due):
    assert plan(place, Manner.NOW, at(written)) == at(due)


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2026-03-04T08:29", "2026-03-04T08:30"),
        ("2026-03-04T08:30", "2026-03-05T08:30"),
        ("2026-03-06T12:00", "2026-03-09T08:30"),
        ("2026-09-30T12:00", "2026-10-08T08:30"),
    ],
)
def test_a_digest_leaves_on_the_next_working_day(written, due):
    assert plan(DESK, Manner.DIGEST, at(written)) == at(due)


class TestPlanned:
    @given(PLACES, MANNERS, MOMENTS)
    def test_is_never_earlier_than_written_nor_in_quiet_hours(self, place, manner, now):
        due = plan(place, manner, now)
        assert due >= now
        hours = hours_of(place, times_of_notices())
        if hours is not None:
            local = due.astimezone(ZONE)
            assert hours.allow(local.date(), the_calendar())
            assert any(begins <= local.time() < ends for begins, ends in hours.spans)

    @given(PLACES, MANNERS, MOMENTS)
    def test_loses_nothing(self, place, manner, now):
        assert plan(place, manner, now) - now < timedelta(days=15)

    @given(PLACES, MOMENTS)
    def test_is_the_same_for_what_is_planned_again(self, place, now):
        due = plan(place, Manner.NOW, now)
        assert plan(place, Manner.NOW, due) == due

    @given(PLACES, MANNERS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9)))
    def test_lets_nothing_overtake(self, place, manner, now, later):
        assert plan(place, manner, now) <= plan(place, manner, now + later)

    @given(PLACES, MOMENTS)
    def test_lets_nothing_urgent_wait(self, place, now):
        assert plan(place, Manner.DIGEST, now, urgent=True) == now

    @given(MOMENTS)
    def test_holds_a_burst_back_for_two_minutes_at_most(self, now):
        assert plan(PEOPLE, Manner.NOW, now) - now < timedelta(minutes=2)


@given(MOMENTS)
def test_no_moment_before_the_next_allowed_one_is_allowed(moment):
    hours = times_of_notices().staff_mail
    due = next_allowed(moment, hours, zone=ZONE, calendar=the_calendar())
    while moment < due:
        assert next_allowed(moment, hours, zone=ZONE, calendar=the_calendar()) == due
        moment += timedelta(hours=7)


@given(MOMENTS)
def test_a_digest_is_after_its_notices(moment):
    due = next_digest(moment, times=times_of_notices(), zone=ZONE, calendar=the_calendar())
    assert moment < due
    assert not the_calendar().is_off(due.astimezone(ZONE).date())


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('until = "07:00"', "ends before it begins"),
        ('until = "7"', "not an hour"),
        ('days = "sundays"', "not one of"),
    ],
)
def test_a_mistake_in_the_hours_is_named(line, problem):
    name, _, _ = line.partition(" ")
    lines = {"from": 'from = "08:00"', "until": 'until = "21:00"', "days": 'days = "every"'}
    text = "\n".join(["[hours.staff_mail]", *lines.values(), "[hours.sms]"])
    text += "\n" + "\n".join((lines | {name: line}).values())
    book = parse("x.toml", text + "\n[burst]\nminutes = 1\nmost = 2\n")
    with pytest.raises(RuleError, match=problem):
        read_times(book)


def test_every_hour_that_can_be_asked_for_is_known():
    known = {name for name, _ in rules("notices_times.toml").at("asked_hours").items()}
    assert known | {"weekend"} == set(HOURS)
