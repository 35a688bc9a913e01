"""When the turns of a job are."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import NamedTuple

from apscheduler.triggers.cron import CronTrigger

# How far back the latest turn is looked for: every step costs little where turns are rare.
SPANS = [timedelta(minutes=2), timedelta(hours=2), *map(timedelta, (2, 9, 40, 400))]

# At every tick of every scheduler, for a job that claims each of its rows itself: its turns are
# too many to be kept.
ALWAYS = "always"


class Job(NamedTuple):
    """A function of the present moment, and when it runs (five fields, as in a crontab)."""

    run: Callable[[datetime], "Counts"]
    at: str

    @property
    def name(self) -> str:
        return self.run.__name__


class Counts(NamedTuple):
    """How many items a job had to do with, and how many of them failed."""

    handled: int = 0
    failed: int = 0

    def __add__(self, other: object) -> "Counts":
        if not isinstance(other, Counts):
            return NotImplemented
        return Counts(self.handled + other.handled, self.failed + other.failed)


def latest_turn(at: str, *, now: datetime, zone: tzinfo) -> datetime | None:
    """The last moment not after `now` at which a job's turn came."""
    trigger = _trigger(at, zone)
    for span in SPANS:
        found = None
        turn = trigger.get_next_fire_time(None, now - span)
        while turn is not None and turn <= now:
            found = turn
            turn = trigger.get_next_fire_time(turn, turn)
        if found is not None:
            return found.astimezone(UTC)
    return None


def next_turn(at: str, *, now: datetime, zone: tzinfo) -> datetime:
    """The first moment after `now` at which a job's turn comes."""
    return _trigger(at, zone).get_next_fire_time(now, now).astimezone(UTC)


@cache
def _trigger(at: str, zone: tzinfo) -> CronTrigger:
    return CronTrigger.from_crontab(at, timezone=zone)
