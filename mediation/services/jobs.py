"""Claiming turns of the timetable, and giving signs of life."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite

from mediation.db import db, new_id
from mediation.models.jobs import Heartbeat, JobSlot

INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

# How long is kept which turns were taken; nobody asks for older ones.
KEPT = timedelta(days=90)


def claim_slot(job: str, slot_at: datetime, *, process: str, now: datetime) -> int | None:
    """Take this turn of a job; its number, or None where somebody else has it already."""
    values = {
        "id": new_id(),
        "job": job,
        "slot_at": slot_at,
        "claimed_at": now,
        "claimed_by": process,
    }
    # Asked for by RETURNING: a count of rows is not told by every driver.
    claim = _insert(JobSlot, values).on_conflict_do_nothing().returning(JobSlot.id)
    return db.session.scalar(claim)


def finish_slot(
    slot_id: int, *, handled: int, failed: int, error: str | None = None, now: datetime
) -> None:
    """Note what became of a turn."""
    db.session.execute(
        update(JobSlot)
        .where(JobSlot.id == slot_id)
        .values(finished_at=now, handled=handled, failed=failed, error=error)
    )


def beat(process: str, *, started_at: datetime, now: datetime) -> None:
    """Say that this scheduler is alive."""
    values = {"id": new_id(), "process": process, "started_at": started_at, "beat_at": now}
    db.session.execute(
        _insert(Heartbeat, values).on_conflict_do_update(
            index_elements=["process"], set_={"beat_at": now, "started_at": started_at}
        )
    )


def forget_old_slots(*, now: datetime) -> int:
    """Delete what is known of turns and schedulers of long ago; how many rows that were."""
    turns = delete(JobSlot).where(JobSlot.slot_at < now - KEPT).returning(JobSlot.id)
    beats = delete(Heartbeat).where(Heartbeat.beat_at < now - KEPT).returning(Heartbeat.id)
    return sum(len(db.session.scalars(gone).all()) for gone in (turns, beats))


def _insert(model: Any, values: dict[str, Any]) -> Any:
    # The two databases agree on ON CONFLICT; SQLAlchemy spells it in each dialect's own insert.
    return INSERTS[db.engine.dialect.name](model).values(**values)
