"""Texts that were not signed in time."""

from datetime import datetime

from mediation.domain.permissions import system
from mediation.jobs.runner import for_each
from mediation.jobs.timetable import Counts
from mediation.queries import settlement
from mediation.services.settlement import lapse_agreement


def lapse_agreements(now: datetime) -> Counts:
    """A text that was not signed in time binds nobody; talks go on."""
    return for_each(settlement.lapsed(as_of=now), lapse_agreement, actor=system(), now=now)
