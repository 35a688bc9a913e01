"""Deadlines that come near, are over, and stay over."""

from datetime import datetime

from mediation.domain.permissions import system
from mediation.jobs.runner import for_batches, for_each
from mediation.jobs.timetable import Counts
from mediation.queries import lateness
from mediation.queries.restore import clockless
from mediation.services.assignment import lapse_assignment
from mediation.services.lateness import escalate, note_missed, warn_of
from mediation.services.restore import set_clocks
from mediation.services.silence import lead_on, time_out_talks


def warn_deadlines(now: datetime) -> Counts:
    """Whoever must act is reminded once before a deadline is over."""
    return for_batches(lateness.to_warn(as_of=now), warn_of, now=now)


def miss_deadlines(now: datetime) -> Counts:
    """A deadline that is over is written into the history, and those concerned are told."""
    return for_batches(lateness.to_miss(as_of=now), note_missed, now=now)


def escalate_deadlines(now: datetime) -> Counts:
    """Whoever let a deadline pass is reminded another way, and a person sees to it."""
    return for_batches(lateness.to_escalate(as_of=now), escalate, now=now)


def time_out_negotiations(now: datetime) -> Counts:
    """Talks whose time is over end, and a mediator is looked for."""
    due = lateness.over("negotiation", as_of=now)
    return for_each(due, time_out_talks, actor=system(), now=now)


def lapse_assignments(now: datetime) -> Counts:
    """A case that a mediator neither took nor refused in time is offered to somebody else."""
    due = lateness.over("mediator_reply", as_of=now)
    return for_each(due, lapse_assignment, actor=system(), now=now)


def follow_silence(now: datetime) -> Counts:
    """A case goes on where the rules say so and two ways of reminding brought no answer."""
    return for_each(lateness.to_lead_on(as_of=now), lead_on, actor=system(), now=now)


def set_missing_deadlines(now: datetime) -> Counts:
    """Open cases from before there were deadlines get those that would run today."""
    return for_batches(clockless(), set_clocks, now=now)
