"""Danger reports that nobody has looked at in time."""

from datetime import datetime

from mediation.domain.permissions import system
from mediation.jobs.runner import for_each
from mediation.jobs.timetable import Counts
from mediation.queries import danger
from mediation.services.danger import escalate_report


def escalate_danger(now: datetime) -> Counts:
    """Ask the next level to look."""
    return for_each(danger.overdue(as_of=now), escalate_report, actor=system(), now=now)
