"""The summary with which a working day begins."""

from datetime import datetime

from mediation.jobs.runner import for_batches
from mediation.jobs.timetable import Counts
from mediation.queries.calendar import calendar_now
from mediation.queries.mornings import early_risers
from mediation.services.days import day_of
from mediation.services.mornings import greet


def send_morning_summaries(now: datetime) -> Counts:
    """On working days officers, mediators and lenders' staff are told what waits for them."""
    calendar, _ = calendar_now()
    if calendar.is_off(day_of(now)):
        return Counts()
    return for_batches(early_risers(), greet, now=now)
