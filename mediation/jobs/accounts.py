"""What is kept about sign-ins no longer than it is needed."""

from datetime import datetime

from mediation.jobs.timetable import Counts
from mediation.services.passes import forget_old_passes
from mediation.services.sessions import forget_old_sessions
from mediation.services.throttle import forget_old_failures
from mediation.transaction import transaction


def forget_old_sign_ins(now: datetime) -> Counts:
    """Failed tries, links that ran out and sign-ins that ended long ago are deleted."""
    with transaction():
        handled = forget_old_failures(now=now) + forget_old_passes(now=now)
        return Counts(handled=handled + forget_old_sessions(now=now))
