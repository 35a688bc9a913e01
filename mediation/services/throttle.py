"""Counting failed tries, and saying when the next one is heard."""

import math
from datetime import datetime

from sqlalchemy import delete, select

from mediation.db import db, rows_changed
from mediation.domain.accounts import LONGEST_WINDOW, WINDOWS, Throttle, wait_for
from mediation.domain.errors import Throttled
from mediation.keyring import blind
from mediation.models.accounts import Failure


def check_throttle(kind: Throttle, key: str, *, now: datetime) -> None:
    """Refuse one more try while too many of the latest have failed."""
    wait = wait_for(_failures(kind, key), WINDOWS[kind], now)
    if wait:
        raise Throttled(math.ceil(wait.total_seconds()))


def is_throttled(kind: Throttle, key: str, *, now: datetime) -> bool:
    """Whether one more try would be refused."""
    return bool(wait_for(_failures(kind, key), WINDOWS[kind], now))


def count_failure(kind: Throttle, key: str, *, now: datetime) -> int:
    """Count a try as failed; `forget_failure` takes it back.

    Count before a secret is compared and take it back when it was right: of many tries at once
    none then slips through while the others are still at work.
    """
    failure = Failure(key=_fingerprint(kind, key), at=now)
    db.session.add(failure)
    return failure.id


def forget_failure(*failure_ids: int) -> None:
    """The tries were right after all."""
    db.session.execute(delete(Failure).where(Failure.id.in_(failure_ids)))


def forget_failures(kind: Throttle, key: str) -> None:
    """Somebody has shown that they are who they say: what was tried before is forgotten."""
    db.session.execute(delete(Failure).where(Failure.key == _fingerprint(kind, key)))


def forget_old_failures(*, now: datetime) -> int:
    """Delete what no window looks back at any more; how many rows that were."""
    return rows_changed(delete(Failure).where(Failure.at < now - LONGEST_WINDOW))


def _failures(kind: Throttle, key: str) -> list[datetime]:
    windows = WINDOWS[kind]
    return list(
        db.session.scalars(
            select(Failure.at)
            .where(Failure.key == _fingerprint(kind, key))
            .order_by(Failure.at.desc())
            .limit(max(window.most for window in windows))
        )
    )


def _fingerprint(kind: Throttle, key: str) -> bytes:
    return blind("throttle", f"{kind}\0{key}")
