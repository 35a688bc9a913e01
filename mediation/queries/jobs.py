"""Whether schedulers are alive, and how the last turns of the jobs went."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from mediation.db import db
from mediation.models.jobs import Heartbeat, JobSlot

# A scheduler beats every few seconds; after so long without a beat it is taken for dead.
SILENCE = timedelta(minutes=1)


def last_beat() -> datetime | None:
    """When a scheduler last said that it is alive."""
    return db.session.scalar(select(func.max(Heartbeat.beat_at)))


def schedulers_alive(*, as_of: datetime) -> list[str]:
    """The schedulers that beat within the last minute (or later, where the clock went back)."""
    return list(
        db.session.scalars(
            select(Heartbeat.process)
            .where(Heartbeat.beat_at > as_of - SILENCE)
            .order_by(Heartbeat.process)
        )
    )


def last_turn(job: str) -> JobSlot | None:
    """The latest turn of a job that somebody has taken."""
    return db.session.scalar(
        select(JobSlot).where(JobSlot.job == job).order_by(JobSlot.slot_at.desc()).limit(1)
    )
