"""A mediator's week as a table: what is taken, and which hours are free."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import Row

from mediation.domain.hearings import quarters
from mediation.models.hearings import Hearing
from mediation.queries import hearings
from mediation.services.days import day_of, start_of

FIRST_HOUR, LAST_HOUR = 9, 18
WORKING_DAYS = 5
WEEK = timedelta(weeks=1)


class Booked(NamedTuple):
    """A hearing in the table."""

    hearing: Hearing
    reference: str
    company: str


class Cell(NamedTuple):
    """An hour of a day: taken by a hearing that reaches over `rows` hours, free, or neither."""

    booked: list[Booked]
    rows: int
    free_at: datetime | None


class Week(NamedTuple):
    """Monday to Friday, more where something lies on the weekend."""

    monday: date
    days: list[date]
    hours: list[int]
    cells: dict[tuple[date, int], Cell]

    @property
    def before(self) -> date:
        return self.monday - WEEK

    @property
    def after(self) -> date:
        return self.monday + WEEK

    @property
    def count(self) -> int:
        """How many hearings it holds."""
        return sum(len(cell.booked) for cell in self.cells.values())

    def booked(self) -> list[Booked]:
        """Every hearing of the week, in order."""
        found = [item for cell in self.cells.values() for item in cell.booked]
        return sorted(found, key=lambda item: item.hearing.starts_at)

    def free(self) -> list[datetime]:
        """The hours that can be offered, in order."""
        return sorted(cell.free_at for cell in self.cells.values() if cell.free_at)

    def free_by_day(self) -> list[tuple[date, list[datetime]]]:
        """The same hours, a day at a time."""
        return [(day, list(times)) for day, times in groupby(self.free(), key=day_of)]


def monday_of(day: date) -> date:
    """The Monday of the week in which `day` lies."""
    return day - timedelta(days=day.weekday())


def week_ahead(today: date) -> date:
    """The Monday of the week that one looks at today: at the weekend, of the coming one."""
    monday = monday_of(today)
    return monday if today.weekday() < WORKING_DAYS else monday + WEEK


def week_of(mediator_id: int, monday: date, *, earliest: datetime | None = None) -> Week:
    """The mediator's week; from `earliest` on, free hours of working days can be chosen."""
    rows = hearings.between(mediator_id, start_of(monday), start_of(monday + WEEK))
    booked = [Booked(row[0], row[1], row[2]) for row in rows]
    days = _days(monday, booked)
    hours = _hours(booked)
    return Week(monday, days, hours, _cells(days, hours, booked, rows, earliest))


def _days(monday: date, booked: list[Booked]) -> list[date]:
    last = max((day_of(item.hearing.starts_at).weekday() for item in booked), default=0)
    return [monday + timedelta(days=n) for n in range(max(WORKING_DAYS, last + 1))]


def _hours(booked: list[Booked]) -> list[int]:
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    taken = [item.hearing.starts_at.astimezone(zone).hour for item in booked]
    first = min([FIRST_HOUR, *taken])
    last = max([LAST_HOUR - 1, *taken])
    return list(range(first, last + 1))


def _cells(
    days: list[date],
    hours: list[int],
    booked: list[Booked],
    rows: Sequence[Row],
    earliest: datetime | None,
) -> dict[tuple[date, int], Cell]:
    taken = {quarter for row in rows for quarter in quarters(row[0].starts_at, row[0].ends_at)}
    cells: dict[tuple[date, int], Cell] = {}
    for day in days:
        covered = 0
        for hour in hours:
            if covered:
                covered -= 1
                continue
            cell = _cell(day, hour, hours[-1], booked, taken, earliest)
            cells[day, hour] = cell
            covered = cell.rows - 1
    return cells


def _cell(
    day: date,
    hour: int,
    last_hour: int,
    booked: list[Booked],
    taken: set[int],
    earliest: datetime | None,
) -> Cell:
    """One hour; what begins in the hours that a long hearing covers is shown in the same cell."""
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    begins = datetime.combine(day, time(hour), zone)
    here: list[Booked] = []
    rows = 1
    while True:
        ends = begins + timedelta(hours=rows)
        here = [item for item in booked if begins <= item.hearing.starts_at < ends]
        reach = max((item.hearing.ends_at for item in here), default=ends)
        if reach <= ends or hour + rows > last_hour:
            break
        rows += 1
    free = (
        earliest is not None
        and not here
        and day.weekday() < WORKING_DAYS
        and begins >= earliest
        and hour < LAST_HOUR
        and not taken & set(quarters(begins, begins + timedelta(hours=1)))
    )
    return Cell(here, rows, begins.astimezone(earliest.tzinfo) if free and earliest else None)
