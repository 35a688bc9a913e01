"""When somebody may be reached who asked at filing for certain hours."""

from collections.abc import Collection
from datetime import datetime, time, timedelta

# As asked at filing (`questions.HOURS`); `weekend` narrows the days and not the hours.
HOURS = {
    "morning": (time(9), time(12)),
    "noon": (time(12), time(14)),
    "afternoon": (time(14), time(18)),
    "evening": (time(18), time(20)),
}
WEEKEND = "weekend"
SATURDAY = 5


def safe_time(hours: Collection[str], local: datetime) -> datetime:
    """The first moment from `local` on at which a message may arrive; with no wish, at once."""
    spans = sorted(HOURS[name] for name in hours if name in HOURS)
    if WEEKEND in hours and not spans:
        spans = sorted(HOURS.values())
    if not spans:
        return local
    return min(
        max(local, _at(local, ahead, begins))
        for ahead in range(8)
        for begins, ends in spans
        if local < _at(local, ahead, ends) and _is_chosen(hours, _at(local, ahead, begins))
    )


def _at(local: datetime, ahead: int, hour: time) -> datetime:
    day = local.date() + timedelta(days=ahead)
    return datetime.combine(day, hour, local.tzinfo)


def _is_chosen(hours: Collection[str], moment: datetime) -> bool:
    return WEEKEND not in hours or moment.weekday() >= SATURDAY
