"""Deadlines that were counted before the days off of their year were known."""

from datetime import date, datetime
from functools import partial, update_wrapper

from mediation.jobs.runner import for_batches
from mediation.jobs.timetable import Counts
from mediation.queries.calendar import counted_before, guessed_until
from mediation.services.calendar import recount_deadlines
from mediation.services.deadlines import ruling_now


def recompute_deadlines(now: datetime) -> Counts:
    """Every running deadline is counted anew once other days off hold than it was counted by."""
    ruling = ruling_now()
    verb = update_wrapper(partial(recount_deadlines, ruling=ruling), recount_deadlines)
    # What a newer release knows has no edition: only the mark tells what was counted without it.
    last = date(max(ruling.calendar.years), 12, 31)
    counts = Counts()
    for due in (counted_before(ruling.edition), guessed_until(last)):
        counts += for_batches(due, verb, now=now)
    return counts
