"""Deadlines that come near, are over, and stay over."""

from datetime import datetime

from mediation.jobs.runner import for_batches
from mediation.jobs.timetable import Counts
from mediation.queries import lateness
from mediation.services.lateness import escalate, note_missed, warn_of


def warn_deadlines(now: datetime) -> Counts:
    """Whoever must act is reminded once before a deadline is over."""
    return for_batches(lateness.to_warn(as_of=now), warn_of, now=now)


def miss_deadlines(now: datetime) -> Counts:
    """A deadline that is over is written into the history, and those concerned are told."""
    return for_batches(lateness.to_miss(as_of=now), note_missed, now=now)


def escalate_deadlines(now: datetime) -> Counts:
    """Whoever let a deadline pass is reminded another way, and a person sees to it."""
    return for_batches(lateness.to_escalate(as_of=now), escalate, now=now)
