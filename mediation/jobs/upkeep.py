"""Keeping house: what nobody needs any more goes."""

from datetime import datetime

from mediation.jobs.timetable import Counts
from mediation.services.jobs import forget_old_slots
from mediation.transaction import transaction


def forget_old_turns(now: datetime) -> Counts:
    """What is known of the timetable's turns of long ago is deleted."""
    with transaction():
        return Counts(handled=forget_old_slots(now=now))
