"""Lengths of time as the law says them: so many calendar days, working days, months or hours."""

import re
from enum import StrEnum
from typing import NamedTuple

SPELT = re.compile(r"(\d{1,5})\s*(d|wd|mo|h)", re.IGNORECASE)


class Unit(StrEnum):
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    HOUR = "hour"


UNITS = {
    "d": Unit.CALENDAR_DAY,
    "wd": Unit.WORKING_DAY,
    "mo": Unit.MONTH,
    "h": Unit.HOUR,
}


SPELLING = {unit: word for word, unit in UNITS.items()}

# More is a slip of the pen.
MOST = {
    Unit.CALENDAR_DAY: 20_000,
    Unit.WORKING_DAY: 10_000,
    Unit.MONTH: 600,
    Unit.HOUR: 20_000,
}


class Length(NamedTuple):
    """So many of a unit."""

    number: int
    unit: Unit


def read_length(text: str) -> Length | None:
    """`15d`, `3wd`, `1mo` or `8h` as a length, or None where it is written otherwise."""
    found = SPELT.fullmatch(text.strip())
    return Length(int(found[1]), UNITS[found[2].lower()]) if found else None


def spelt(length: Length) -> str:
    """A length as it is written in rule data and on the command line; `read_length` reads it."""
    return f"{length.number}{SPELLING[length.unit]}"
