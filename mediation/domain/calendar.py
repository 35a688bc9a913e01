"""Which days are worked: weekends, days off and the weekends that are worked instead (调休)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.domain.rulebook import Entry, rules

SATURDAY = 5
DAY = timedelta(days=1)
FIRST_YEAR = 2004  # Before that nothing is held.
NOTICE_DUE = timedelta(days=60)  # By then the days off of a year should be known.
AHEAD = 2  # The notice comes in the autumn for the year that follows.
PUBLISHERS = frozenset({Role.OFFICER, Role.ADMIN, Role.SYSTEM})


@dataclass(frozen=True)
class Calendar:
    """The days off of some known years. What lies outside them is computed by weekends alone.

    `off` are days from Monday to Friday that are not worked, `worked` the Saturdays and Sundays
    that are. A date of an unknown year is provisional: its holidays are not announced yet.
    """

    years: frozenset[int]
    off: frozenset[date]
    worked: frozenset[date]

    def is_off(self, day: date) -> bool:
        """Whether nobody works on `day`, as far as is known."""
        if day.weekday() >= SATURDAY:
            return day not in self.worked
        return day in self.off

    def is_known(self, day: date) -> bool:
        """Whether the days off of that year have been announced."""
        return day.year in self.years

    def roll(self, day: date) -> date:
        """`day` itself, or the first day after it that is worked."""
        while self.is_off(day):
            day += DAY
        return day

    def days_off(self, first: date, last: date) -> Iterator[date]:
        """The days off from `first` to `last`, both included."""
        while first <= last:
            if self.is_off(first):
                yield first
            first += DAY

    def off_in(self, year: int) -> list[date]:
        """The days from Monday to Friday of one year that are not worked."""
        return sorted(day for day in self.off if day.year == year)

    def worked_in(self, year: int) -> list[date]:
        """The Saturdays and Sundays of one year that are worked."""
        return sorted(day for day in self.worked if day.year == year)

    def with_year(self, year: int, *, off: Iterable[date], worked: Iterable[date]) -> "Calendar":
        """The same calendar with one year announced, or announced anew."""
        return Calendar(
            self.years | {year},
            frozenset(day for day in self.off if day.year != year) | frozenset(off),
            frozenset(day for day in self.worked if day.year != year) | frozenset(worked),
        )


@cache
def the_calendar() -> Calendar:
    """The calendar of this release, read once."""
    return read_calendar(rules("calendar/cn.toml"))


def read_calendar(book: Entry) -> Calendar:
    """Read the years that `book` names; a wrong day is named with its place."""
    book.only("zone", "years")
    calendar = Calendar(frozenset(), frozenset(), frozenset())
    for name, entry in book.at("years").items():
        entry.only("off", "worked")
        if not name.isdecimal() or len(name) != len("2026"):
            raise entry.wrong("not a year like 2026")
        lists = {key: _days(int(name), entry.at(key)) for key in ("off", "worked")}
        _check(entry, lists)
        calendar = calendar.with_year(int(name), **lists)
    return calendar


def _days(year: int, entry: Entry) -> list[date]:
    return [_day(year, row) for row in entry.rows()]


def _day(year: int, row: Entry) -> date:
    try:
        return date.fromisoformat(f"{year}-{row.text()}")
    except ValueError as wrong:
        raise row.wrong("not a day like 10-01") from wrong


def _check(entry: Entry, lists: Mapping[str, list[date]]) -> None:
    for day in lists["off"]:
        if day.weekday() >= SATURDAY:
            raise entry.at("off").wrong(f"{day} is a weekend, and off without being named")
    for day in lists["worked"]:
        if day.weekday() < SATURDAY:
            raise entry.at("worked").wrong(f"{day} is no weekend, and worked without being named")
    for key, days in lists.items():
        if sorted(set(days)) != days:
            raise entry.at(key).wrong("the days are not in order, or one stands there twice")


def check_publisher(actor: Actor) -> None:
    """Refuse whoever may not say which days are worked: officers and admins may."""
    if actor.role not in PUBLISHERS:
        raise NotPermitted("not_permitted")


def check_year(year: int, *, off: Sequence[date], worked: Sequence[date], today: date) -> None:
    """Refuse days that are no days off of that year, or a year that nobody can have announced."""
    last = today.year + AHEAD
    if not FIRST_YEAR <= year <= last:
        raise Refused("calendar_year_unfit", first=FIRST_YEAR, last=last)
    if not off:
        raise Refused("calendar_without_days", year=year)
    for day in (*off, *worked):
        if day.year != year:
            raise Refused("calendar_other_year", day=day, year=year)
    for day in off:
        if day.weekday() >= SATURDAY:
            raise Refused("calendar_weekend_off", day=day)
    for day in worked:
        if day.weekday() < SATURDAY:
            raise Refused("calendar_weekday_worked", day=day)
