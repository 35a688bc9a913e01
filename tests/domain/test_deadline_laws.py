"""Adding, rolling, pausing and extending, against a count by hand: every day of 2004 to 2026."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

import mediation
from mediation.domain.calendar import the_calendar
from mediation.domain.deadlines import Pause, deadline_of
from mediation.domain.lengths import Length, Unit

ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
SEED = Path(mediation.__file__).parent / "rules" / "calendar" / "cn.toml"
NAMED = {
    kind: {
        date.fromisoformat(f"{year}-{day}")
        for year, lists in tomllib.loads(SEED.read_text("utf-8"))["years"].items()
        for day in lists[kind]
    }
    for kind in ("off", "worked")
}

STARTS = st.dates(date(2004, 1, 1), date(2026, 2, 28))
DAYS = st.builds(Length, st.integers(0, 40), st.sampled_from([Unit.CALENDAR_DAY, Unit.WORKING_DAY]))
LENGTHS = st.one_of(DAYS, st.builds(Length, st.integers(0, 3), st.just(Unit.MONTH)))
# Begun so many days after the start, for so many days.
STOOD = st.lists(st.tuples(st.integers(-10, 90), st.integers(0, 25)), max_size=3)


def is_off(day):
    """By the lists alone, as one reads them from the wall."""
    return day not in NAMED["worked"] if day.isoweekday() > 5 else day in NAMED["off"]


def by_hand(start, lengths, paused):
    """The last day before and after rolling, one day after the other."""
    day = start
    for number, unit in lengths:
        if unit is Unit.MONTH:
            day = months_by_hand(day, number, paused)
            continue
        while number:
            day += DAY
            if day not in paused and not (unit is Unit.WORKING_DAY and is_off(day)):
                number -= 1
    rolled = day
    while is_off(rolled):
        rolled += DAY
    return day, rolled


def months_by_hand(day, number, paused):
    """Through the calendar until the month is the right one and its day the same or its last."""
    wanted = (day.year * 12 + day.month + number - 1) % 12 + 1
    last = day
    for _ in range(number):
        last = last.replace(day=1) + 31 * DAY
    last = last.replace(day=1)
    while last.day < day.day and (last + DAY).month == wanted:
        last += DAY
    run = day
    while run < last:
        run += DAY
        if run in paused:
            last += DAY
    return last


def pauses_after(start, stood):
    return [Pause(start + begin * DAY, start + (begin + more) * DAY) for begin, more in stood]


def days_in(pauses):
    return {
        pause.first + n * DAY
        for pause in pauses
        for n in range((pause.last - pause.first).days + 1)
    }


def count(start, lengths, pauses=(), calendar=None):
    first, *more = lengths
    return deadline_of(
        start, first, calendar=calendar or the_calendar(), zone=ZONE, pauses=pauses, extensions=more
    )


@given(STARTS, st.lists(LENGTHS, min_size=1, max_size=3), STOOD)
def test_every_count_is_that_by_hand(start, lengths, stood):
    pauses = pauses_after(start, stood)
    found = count(start, lengths, pauses)
    assert (found.raw_on, found.due_on) == by_hand(start, lengths, days_in(pauses))
    assert all(is_off(day) for day in found.skipped)
    assert not is_off(found.due_on)


@given(STARTS, LENGTHS, STOOD)
def test_pauses_are_the_days_in_them_and_nothing_else(start, length, stood):
    """Their order, their number and where they overlap do not matter."""
    pauses = pauses_after(start, stood)
    day_by_day = [Pause(day, day) for day in sorted(days_in(pauses))]
    whole, reversed_, single = (
        count(start, [length], given) for given in (pauses, pauses[::-1], day_by_day)
    )
    assert whole.raw_on == reversed_.raw_on == single.raw_on
    assert whole.due_on == reversed_.due_on == single.due_on


@given(STARTS, DAYS, st.integers(0, 30), st.integers(0, 30), STOOD)
def test_two_extensions_are_one_of_both_together(start, length, one, two, stood):
    pauses = pauses_after(start, stood)
    apart = count(start, [length, Length(one, length.unit), Length(two, length.unit)], pauses)
    together = count(start, [length, Length(one + two, length.unit)], pauses)
    at_once = count(start, [Length(length.number + one + two, length.unit)], pauses)
    assert apart.due_at == together.due_at == at_once.due_at


@given(STARTS, st.lists(LENGTHS, min_size=1, max_size=3), STOOD, st.integers(1, 30))
def test_whoever_begins_later_is_never_due_earlier(start, lengths, stood, later):
    pauses = pauses_after(start, stood)
    assert (
        count(start, lengths, pauses).due_on <= count(start + later * DAY, lengths, pauses).due_on
    )


@given(
    st.dates(date(2026, 9, 1), date(2027, 6, 30)), st.lists(LENGTHS, min_size=1, max_size=3), STOOD
)
def test_a_year_published_as_it_was_guessed_moves_nothing(start, lengths, stood):
    pauses = pauses_after(start, stood)
    published = the_calendar()
    for year in (2027, 2028):
        published = published.with_year(year, off=[], worked=[])
    guessed, known = (count(start, lengths, pauses, by) for by in (the_calendar(), published))
    assert (guessed.raw_on, guessed.due_at, guessed.skipped) == (
        known.raw_on,
        known.due_at,
        known.skipped,
    )
    assert guessed.provisional == (guessed.due_on.year > 2026)
    assert not known.provisional


@given(STARTS, st.lists(LENGTHS, min_size=1, max_size=3), st.integers(2004, 2026))
def test_another_year_moves_only_what_reaches_into_it(start, lengths, year):
    before = count(start, lengths)
    # Every Wednesday off, every Saturday worked.
    first = date(year, 1, 1)
    days = [first + n * DAY for n in range((date(year + 1, 1, 1) - first).days)]
    changed = the_calendar().with_year(
        year,
        off=[day for day in days if day.isoweekday() == 3],
        worked=[day for day in days if day.isoweekday() == 6],
    )
    if not start.year <= year <= before.due_on.year:
        assert count(start, lengths, (), changed) == before
    same = the_calendar().with_year(
        year, off=the_calendar().off_in(year), worked=the_calendar().worked_in(year)
    )
    assert same == the_calendar()
