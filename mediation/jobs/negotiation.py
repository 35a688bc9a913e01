"""Offers whose time is over."""

from datetime import datetime

from mediation.domain.permissions import system
from mediation.jobs.runner import for_each
from mediation.jobs.timetable import Counts
from mediation.queries import negotiation
from mediation.services.negotiation import lapse_offer


def lapse_offers(now: datetime) -> Counts:
    """An offer that nobody answered in time no longer stands."""
    return for_each(negotiation.lapsed(as_of=now), lapse_offer, actor=system(), now=now)
