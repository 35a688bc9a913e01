"""Deadlines: the published cases, and every day counted again by the plainest means."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.calendar import the_calendar
from mediation.domain.deadlines import (
    Counting,
    Lateness,
    Pause,
    Reckoning,
    deadline_of,
    lateness,
    month_after,
)
from mediation.domain.errors import Refused
from mediation.domain.lengths import MOST, Length, Unit, read_length

CASES = json.loads(
    (Path(__file__).parent.parent / "reference" / "workday_cases.json").read_text("utf-8")
)["cases"]
ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
STARTS = st.dates(date(2004, 1, 1), date(2025, 6, 30))
SHORT = st.integers(0, 120)
DAYS = st.sampled_from([Unit.CALENDAR_DAY, Unit.WORKING_DAY])


def due(started, number, unit, **more):
    return deadline_of(started, Length(number, unit), calendar=the_calendar(), zone=ZONE, **more)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_published_cases_come_out(case):
    found = due(date.fromisoformat(case["start"]), case["n"], Unit(case["unit"]))
    expected = case.get("rolled") or case["expected"]
    assert str(found.raw_on) == case.get("raw", expected)
    assert str(found.due_on) == expected
    assert not found.provisional


@given(STARTS, SHORT)
def test_calendar_days_are_added_and_the_last_one_rolled(start, number):
    found = due(start, number, Unit.CALENDAR_DAY)
    assert found.raw_on == start + number * DAY
    assert found.due_on == the_calendar().roll(found.raw_on)
    assert found.skipped == tuple(
        found.raw_on + n * DAY for n in range((found.due_on - found.raw_on).days)
    )


@given(STARTS, st.integers(1, 120))
def test_so_many_days_of_the_count_are_worked(start, number):
    found = due(start, number, Unit.WORKING_DAY)
    run = [start + n * DAY for n in range(1, (found.due_on - start).days + 1)]
    worked = [day for day in run if not the_calendar().is_off(day)]
    assert len(worked) == number
    assert worked[-1] == found.due_on == found.raw_on
    assert set(found.skipped) == set(run) - set(worked)


@given(STARTS, st.integers(0, 18))
def test_months_end_on_the_corresponding_day_or_the_last(start, number):
    ends = due(start, number, Unit.MONTH).raw_on
    assert (ends.year * 12 + ends.month) - (start.year * 12 + start.month) == number
    assert ends.day == start.day or (ends.day < start.day and (ends + DAY).day == 1)


@given(STARTS, st.integers(0, 60), st.integers(0, 60), DAYS)
def test_an_extension_counts_on_from_the_original_last_day(start, number, more, unit):
    extended = due(start, number, unit, extensions=[Length(more, unit)])
    assert extended.raw_on == due(start, number + more, unit).raw_on


def test_an_extension_does_not_gain_the_days_that_were_rolled_past():
    # 15 days from 20 September 2025 end on 5 October, and roll to the 9th.
    found = due(
        date(2025, 9, 20), 15, Unit.CALENDAR_DAY, extensions=[Length(15, Unit.CALENDAR_DAY)]
    )
    assert found.raw_on == date(2025, 10, 20)


@given(STARTS, st.integers(1, 60), st.integers(-5, 70), st.integers(0, 20))
def test_paused_days_do_not_count(start, number, offset, length):
    pause = Pause(start + offset * DAY, start + (offset + length) * DAY)
    found = due(start, number, Unit.CALENDAR_DAY, pauses=[pause])
    run = [start + n * DAY for n in range(1, (found.raw_on - start).days + 1)]
    assert sum(not pause.first <= day <= pause.last for day in run) == number


@given(STARTS, st.integers(1, 12), st.integers(0, 20))
def test_a_pause_makes_months_longer_by_its_days(start, number, length):
    pause = Pause(start + DAY, start + (1 + length) * DAY)
    paused, plain = (due(start, number, Unit.MONTH, pauses=p).raw_on for p in ([pause], []))
    assert paused - plain == (length + 1) * DAY


def test_of_two_pauses_a_day_in_both_counts_once():
    start = date(2026, 3, 2)
    pauses = [
        Pause(date(2026, 3, 4), date(2026, 3, 8)),
        Pause(date(2026, 3, 6), date(2026, 3, 10)),
    ]
    assert due(start, 5, Unit.CALENDAR_DAY, pauses=pauses).raw_on == date(2026, 3, 14)


class TestHours:
    def test_run_through_the_night(self):
        found = due(datetime(2026, 1, 20, 23, 30, tzinfo=ZONE), 8, Unit.HOUR)
        assert found.due_at == datetime(2026, 1, 21, 7, 30, tzinfo=ZONE)
        assert found.due_on == found.raw_on == date(2026, 1, 21)

    def test_are_real_hours_where_clocks_are_put_forward(self):
        berlin = ZoneInfo("Europe/Berlin")
        found = deadline_of(
            datetime(2026, 3, 28, 22, tzinfo=berlin),
            Length(8, Unit.HOUR),
            calendar=the_calendar(),
            zone=berlin,
        )
        assert found.due_at == datetime(2026, 3, 29, 7, tzinfo=berlin)
        assert found.due_at.astimezone(UTC) == datetime(2026, 3, 29, 5, tzinfo=UTC)

    def test_are_not_mixed_with_days(self):
        with pytest.raises(Refused, match="hours_and_days"):
            due(date(2026, 1, 20), 8, Unit.HOUR, extensions=[Length(1, Unit.CALENDAR_DAY)])


class TestMoments:
    def test_an_instant_counts_as_its_day_in_the_zone(self):
        late = datetime(2026, 3, 2, 17, tzinfo=UTC)  # The 3rd in Shanghai.
        assert due(late, 1, Unit.CALENDAR_DAY).raw_on == date(2026, 3, 4)

    def test_what_comes_after_hours_counts_from_the_next_day(self):
        counting = Counting(starts_by=time(17, 30))
        before, after = (
            due(
                datetime(2026, 3, 2, 17, minute, tzinfo=ZONE),
                1,
                Unit.WORKING_DAY,
                counting=counting,
            )
            for minute in (29, 30)
        )
        assert (before.due_on, after.due_on) == (date(2026, 3, 3), date(2026, 3, 4))
        assert Reckoning.START_LATE in {step.key for step in after.steps}

    def test_the_last_day_lasts_to_its_very_end(self):
        found = due(date(2026, 3, 2), 1, Unit.CALENDAR_DAY)
        assert found.due_at == datetime(2026, 3, 4, 0, 0, tzinfo=ZONE)

    def test_or_to_the_close_of_business(self):
        found = due(date(2026, 3, 2), 1, Unit.CALENDAR_DAY, counting=Counting(ends_at=time(17)))
        assert found.due_at == datetime(2026, 3, 3, 17, 0, tzinfo=ZONE)


class TestProvisional:
    def test_a_date_past_the_announced_years_is_marked(self):
        found = due(date(2026, 12, 20), 15, Unit.CALENDAR_DAY)
        assert found.provisional
        assert found.steps[-1].key is Reckoning.PROVISIONAL

    def test_and_computed_anew_when_the_year_is_announced(self):
        announced = the_calendar().with_year(2027, off=[date(2027, 1, 4)], worked=[])
        found = deadline_of(
            date(2026, 12, 20), Length(15, Unit.CALENDAR_DAY), calendar=announced, zone=ZONE
        )
        assert (found.due_on, found.provisional) == (date(2027, 1, 5), False)

    def test_days_that_do_not_roll_ask_no_calendar(self):
        counting = Counting(rolls=False)
        assert not due(date(2026, 12, 20), 90, Unit.CALENDAR_DAY, counting=counting).provisional
        assert due(date(2026, 12, 20), 90, Unit.WORKING_DAY, counting=counting).provisional


class TestRefusals:
    @pytest.mark.parametrize("unit", list(Unit))
    def test_a_length_that_nobody_means(self, unit):
        with pytest.raises(Refused, match="length_unfit"):
            due(date(2026, 1, 1), MOST[unit] + 1, unit)
        assert due(date(2026, 1, 1), MOST[unit], unit).due_on.year < 2100

    @pytest.mark.parametrize("year", [1, 1948, 2200, 9999])
    def test_a_start_outside_of_what_anybody_files_about(self, year):
        with pytest.raises(Refused, match="start_unfit"):
            due(date(year, 12, 31), 1, Unit.CALENDAR_DAY)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("15d", Length(15, Unit.CALENDAR_DAY)),
        ("3wd", Length(3, Unit.WORKING_DAY)),
        ("1mo", Length(1, Unit.MONTH)),
        ("8h", Length(8, Unit.HOUR)),
        (" 3 WD ", Length(3, Unit.WORKING_DAY)),
    ],
)
def test_a_length_is_read_as_it_is_written(text, length):
    assert read_length(text) == length


@pytest.mark.parametrize("text", ["", "d", "15", "-1d", "1.5d", "15x", "1m", "999999d", "3 w d"])
def test_what_is_no_length_is_none(text):
    assert read_length(text) is None


def test_the_thirty_first_of_january_has_its_month_at_the_end_of_february():
    assert month_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert month_after(date(2025, 12, 31), 2) == date(2026, 2, 28)


def test_every_step_is_said_in_the_order_of_the_counting():
    pauses = [Pause(date(2026, 2, 11), date(2026, 2, 12))]
    found = due(date(2026, 2, 10), 7, Unit.WORKING_DAY, pauses=pauses)
    assert [step.key for step in found.steps] == [
        Reckoning.START,
        Reckoning.WORKING_DAY,
        Reckoning.OFF_NOT_COUNTED,
        Reckoning.PAUSED,
        Reckoning.DUE,
    ]


@pytest.mark.parametrize(
    ("hours", "state"),
    [
        (-24 * 10, Lateness.ON_TIME),
        (-24 * 3, Lateness.DUE_SOON),
        (-1, Lateness.DUE_SOON),
        (0, Lateness.LATE),
        (24 * 30, Lateness.LATE),
        (24 * 30 + 1, Lateness.LONG_LATE),
    ],
)
def test_lateness_is_derived(hours, state):
    due_at = datetime(2026, 3, 4, tzinfo=UTC)
    assert lateness(due_at, now=due_at + timedelta(hours=hours)) is state


class TestBack:
    """So long before what is to come."""

    def back(self, coming, unit=Unit.CALENDAR_DAY):
        counting, length = Counting(rolls=False, is_back=True), Length(3, unit)
        return deadline_of(coming, length, calendar=the_calendar(), zone=ZONE, counting=counting)

    def test_a_day_is_counted_back_with_days_off(self):
        # Three days before Tuesday 6 January 2026 is a Saturday.
        found = self.back(date(2026, 1, 6))
        assert (found.raw_on, found.due_on, found.skipped) == (date(2026, 1, 3),) * 2 + ((),)

    def test_an_instant_is_counted_back_to_its_hour(self):
        begins = datetime(2026, 3, 10, 10, 30, tzinfo=ZONE)
        found = self.back(begins)
        assert found.due_at == begins - timedelta(days=3)

    def test_working_days_are_not(self):
        with pytest.raises(Refused, match="length_unfit"):
            self.back(date(2026, 1, 6), Unit.WORKING_DAY)
