"""Whether schedulers are alive, and how the last turns of the jobs went."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from mediation.db import db
from mediation.models.jobs import Heartbeat, JobSlot, JobState

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


# More than so many unfinished turns are looked at when these are gone.
MOST_UNFINISHED = 200


def unfinished() -> list[JobSlot]:
    """The turns that somebody took and has not ended, the oldest first."""
    query = select(JobSlot).where(JobSlot.finished_at.is_(None)).order_by(JobSlot.slot_at)
    fresh = query.limit(MOST_UNFINISHED).execution_options(populate_existing=True)
    return list(db.session.scalars(fresh))


def states() -> dict[str, JobState]:
    """How each job has fared so far."""
    return {row.job: row for row in db.session.scalars(select(JobState))}


def heartbeats(*, since: datetime) -> list[Heartbeat]:
    """The schedulers that gave a sign of life since then, the newest first."""
    return list(
        db.session.scalars(
            select(Heartbeat).where(Heartbeat.beat_at > since).order_by(Heartbeat.beat_at.desc())
        )
    )
