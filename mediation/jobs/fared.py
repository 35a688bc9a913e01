"""How every job of the timetable fares: its last and next turn, and whether it is overdue."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from mediation.jobs.schedule import SCHEDULE
from mediation.jobs.timetable import ALWAYS, latest_turn, next_turn
from mediation.models.jobs import JobState

# A job that has not ended so long after its turn is overdue.
PATIENCE = timedelta(minutes=10)


class Fared(NamedTuple):
    """One line of the timetable with what is kept of it; no `next_at`: every few seconds."""

    name: str
    at: str
    next_at: datetime | None
    state: JobState | None
    is_overdue: bool


def fared(states: Mapping[str, JobState], *, now: datetime, zone: tzinfo) -> list[Fared]:
    """Every job, in the order of the timetable."""
    minute = now.replace(second=0, microsecond=0)
    return [
        Fared(
            job.name,
            job.at,
            None if job.at == ALWAYS else _next(job.at, minute, zone),
            states.get(job.name),
            _is_overdue(job.at, states.get(job.name), minute, zone),
        )
        for job in SCHEDULE
    ]


def _is_overdue(at: str, state: JobState | None, now: datetime, zone: tzinfo) -> bool:
    """Whether its latest turn is long over and it has not ended since."""
    turn = now - PATIENCE if at == ALWAYS else _due(at, now - PATIENCE, zone)
    return turn is not None and (state is None or state.finished_at < turn)


# A balancer asks every few seconds, and the answers change with the minute.
@lru_cache(maxsize=128)
def _due(at: str, now: datetime, zone: tzinfo) -> datetime | None:
    return latest_turn(at, now=now, zone=zone)


@lru_cache(maxsize=128)
def _next(at: str, now: datetime, zone: tzinfo) -> datetime:
    return next_turn(at, now=now, zone=zone)
