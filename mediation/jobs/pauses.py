"""Cases that stand still past the day on which that was to be looked at again."""

from datetime import datetime

from mediation.domain.permissions import system
from mediation.jobs.runner import for_each
from mediation.jobs.timetable import Counts
from mediation.queries import admission
from mediation.services.days import day_of
from mediation.services.pauses import remind_of_review


def remind_of_reviews(now: datetime) -> Counts:
    """Those who can lift a pause are told once that its day of review has come."""
    due = admission.pauses_to_review(today=day_of(now))
    return for_each(due, remind_of_review, actor=system(), now=now)
