"""Demands of supervisors whose last day is over."""

from datetime import datetime

from mediation.domain.permissions import system
from mediation.jobs.runner import for_each
from mediation.jobs.timetable import Counts
from mediation.queries import supervision
from mediation.services.days import day_of
from mediation.services.supervision import lapse_demand


def lapse_demands(now: datetime) -> Counts:
    """A supervisor finds a case no more once its demand has ended."""
    return for_each(supervision.expired(today=day_of(now)), lapse_demand, actor=system(), now=now)
