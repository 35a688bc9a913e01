"""Keeping house: what nobody needs any more goes."""

from datetime import datetime, timedelta

from mediation.gateways.files import sweep_incoming
from mediation.jobs.timetable import Counts
from mediation.services.jobs import forget_old_slots
from mediation.transaction import transaction

# Nothing is still arriving after so long: whatever took it in was killed on the way.
UNFINISHED = timedelta(days=1)


def forget_old_turns(now: datetime) -> Counts:
    """What is known of the timetable's turns of long ago is deleted."""
    with transaction():
        return Counts(handled=forget_old_slots(now=now))


def sweep_unfinished_files(now: datetime) -> Counts:
    """Files that began to arrive and never did are deleted."""
    return Counts(handled=sweep_incoming(now - UNFINISHED))
