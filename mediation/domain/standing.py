"""How a clock of a case stands: derived from its days, never typed."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

INSTANT = timedelta(microseconds=1)


class Run(Protocol):
    """What must be known of a clock to say how it stands."""

    @property
    def due_at(self) -> datetime: ...
    @property
    def paused_at(self) -> datetime | None: ...
    @property
    def stopped_at(self) -> datetime | None: ...


class Standing(StrEnum):
    RUNNING = "running"
    OVER = "over"  # Its end has come, and nothing has been done yet.
    PAUSED = "paused"
    KEPT = "kept"  # It was stopped before its end.
    ENDED_LATE = "ended_late"


def standing_of(run: Run, *, now: datetime) -> Standing:
    """Running or over, standing still, or stopped in time or late."""
    if run.stopped_at is not None:
        return Standing.KEPT if run.stopped_at < run.due_at else Standing.ENDED_LATE
    if run.paused_at is not None:
        return Standing.PAUSED
    return Standing.RUNNING if now < run.due_at else Standing.OVER


def days_left(due_on: date, day: date, *, over: bool = False) -> int:
    """How many days lie between `day` and the last one; fewer than none once it is over.

    Where the end has an hour, what is over on the very last day is late by no less than one.
    """
    left = (due_on - day).days
    return min(left, -1) if over else left
