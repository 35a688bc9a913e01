"""A year as twelve small tables: which days are off, which weekends are worked, what changes."""

from calendar import Calendar as Weeks
from datetime import date
from typing import NamedTuple

from mediation.domain.calendar import SATURDAY, Calendar
from mediation.wording import formats


class Cell(NamedTuple):
    """One day: `mark` is off, worked, weekend, or nothing for an ordinary one."""

    day: date
    mark: str
    is_changed: bool


class Month(NamedTuple):
    """One month, week by week from Monday; days of its neighbours are None."""

    name: str
    weeks: list[list[Cell | None]]

    @property
    def is_changed(self) -> bool:
        """Whether any of its days is not as it was."""
        return any(cell and cell.is_changed for week in self.weeks for cell in week)


def months_of(
    year: int, calendar: Calendar, locale: str, *, before: Calendar | None = None
) -> list[Month]:
    """The months of `year`; with `before`, the days that are no longer as they were are marked."""
    return [
        Month(
            formats.month_name(number, locale),
            [
                [_cell(day, calendar, before) if day.month == number else None for day in week]
                for week in Weeks().monthdatescalendar(year, number)
            ],
        )
        for number in range(1, 13)
    ]


def _cell(day: date, calendar: Calendar, before: Calendar | None) -> Cell:
    is_off, is_weekend = calendar.is_off(day), day.weekday() >= SATURDAY
    is_changed = before is not None and before.is_off(day) != is_off
    if is_off:
        return Cell(day, "weekend" if is_weekend else "off", is_changed)
    return Cell(day, "worked" if is_weekend else "", is_changed)
