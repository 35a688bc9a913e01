"""The present, for doors only; frozen by tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_frozen: list[datetime] = []


def now() -> datetime:
    """The present instant, in UTC with its zone."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` while the block runs."""
    if moment.tzinfo is None:
        raise ValueError("a frozen moment needs a zone")
    _frozen.append(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()


def advance(length: timedelta) -> datetime:
    """Move a frozen clock forward by `length`; return the new present."""
    _frozen[-1] += length
    return _frozen[-1]
