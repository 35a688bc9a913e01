"""Complaints that nobody goes on writing."""

from datetime import datetime

from mediation.domain.permissions import system
from mediation.jobs.runner import for_each
from mediation.jobs.timetable import Counts
from mediation.queries import intake
from mediation.services.drafts import delete_draft, remind_draft


def remind_drafts(now: datetime) -> Counts:
    """Whoever began a complaint is told that it waits, and once more before it goes."""
    return for_each(intake.to_remind(as_of=now), remind_draft, actor=system(), now=now)


def expire_drafts(now: datetime) -> Counts:
    """What nobody went on with is deleted with all that was written in it."""
    return for_each(intake.expired(as_of=now), delete_draft, actor=system(), now=now)
