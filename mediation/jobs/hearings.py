"""Hearings of cases that have left mediation."""

from datetime import datetime

from mediation.domain.permissions import system
from mediation.jobs.runner import for_each
from mediation.jobs.timetable import Counts
from mediation.queries import hearings
from mediation.services.hearings import release_hearing


def release_hearings(now: datetime) -> Counts:
    """The time of a mediator whose case went elsewhere is free again."""
    return for_each(hearings.needless(as_of=now), release_hearing, actor=system(), now=now)
