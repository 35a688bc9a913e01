"""Hearings: modes, states, and the quarter hours that one takes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

QUARTER = timedelta(minutes=15)


class Mode(StrEnum):
    ON_SITE = "on_site"
    PHONE = "phone"
    VIDEO = "video"
    MIXED = "mixed"


class HearingState(StrEnum):
    SCHEDULED = "scheduled"
    HELD = "held"
    CANCELLED = "cancelled"


def quarters(starts_at: datetime, ends_at: datetime) -> Iterator[int]:
    """Number of each quarter hour (since 1970, UTC) that the hearing touches."""
    first = int(starts_at.timestamp()) // 900
    last = -(-int(ends_at.timestamp()) // 900)
    yield from range(first, max(last, first + 1))
