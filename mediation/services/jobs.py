"""Claiming turns of the timetable, keeping how they went, and giving signs of life."""

from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, update

from mediation.db import db, insert_of, new_id
from mediation.models.jobs import Heartbeat, JobSlot, JobState

# How long is kept which turns were taken; nobody asks for older ones.
KEPT = timedelta(days=90)


def claim_slot(job: str, slot_at: datetime, *, process: str, now: datetime) -> int | None:
    """Take this turn of a job; its number, or None where somebody else has it already."""
    slot_id = new_id()
    values = {
        "id": slot_id,
        # The first claim is called as its slot.
        "claim_id": slot_id,
        "job": job,
        "slot_at": slot_at,
        "claimed_at": now,
        "claimed_by": process,
    }
    # Asked for by RETURNING: a count of rows is not told by every driver.
    claim = insert_of(JobSlot).values(**values).on_conflict_do_nothing().returning(JobSlot.id)
    return db.session.scalar(claim)


def renew_claim(slot_id: int, claim_id: int, *, process: str, now: datetime) -> int | None:
    """Lay another claim on an unfinished turn that is still under this one: its new claim.

    Whoever runs a turn does so now and then, as a sign that it goes on; whoever saw one claim
    stand still for a whole lease does so to take the turn over. Of rivals one alone succeeds.
    """
    mine = (JobSlot.id == slot_id) & JobSlot.finished_at.is_(None)
    held = func.coalesce(JobSlot.claim_id, JobSlot.id) == claim_id
    return db.session.scalar(
        update(JobSlot)
        .where(mine, held)
        .values(claim_id=new_id(), claimed_by=process, claimed_at=now)
        .returning(JobSlot.claim_id)
    )


def finish_slot(
    slot_id: int, *, handled: int, failed: int, error: str | None = None, now: datetime
) -> None:
    """Note what became of a turn; whoever ends it first has the word."""
    db.session.execute(
        update(JobSlot)
        .where(JobSlot.id == slot_id, JobSlot.finished_at.is_(None))
        .values(finished_at=now, handled=handled, failed=failed, error=error)
    )


def note_runs(
    job: str,
    *,
    runs: int = 1,
    handled: int,
    failed: int,
    took_ms: int,
    error: str | None = None,
    now: datetime,
) -> None:
    """Add runs of a job to what is kept of it: how often, how much, how long, its last error."""
    known = JobState.__table__.c
    said = {"error": error, "error_at": now} if error else {}
    values = {"runs": runs, "handled": handled, "failed": failed}
    added = {name: known[name] + number for name, number in values.items()}
    longest = case((known.longest_ms > took_ms, known.longest_ms), else_=took_ms)
    latest = {"finished_at": now, "took_ms": took_ms, **said}
    row = {"job": job, **values, **latest, "longest_ms": took_ms}
    db.session.execute(
        insert_of(JobState)
        .values(**row)
        .on_conflict_do_update(
            index_elements=["job"], set_={**added, **latest, "longest_ms": longest}
        )
    )


def beat(process: str, *, started_at: datetime, now: datetime) -> None:
    """Say that this scheduler is alive."""
    values = {"id": new_id(), "process": process, "started_at": started_at, "beat_at": now}
    db.session.execute(
        insert_of(Heartbeat)
        .values(**values)
        .on_conflict_do_update(
            index_elements=["process"], set_={"beat_at": now, "started_at": started_at}
        )
    )


def forget_old_slots(*, now: datetime) -> int:
    """Delete what is known of turns and schedulers of long ago; how many rows that were."""
    turns = delete(JobSlot).where(JobSlot.slot_at < now - KEPT).returning(JobSlot.id)
    beats = delete(Heartbeat).where(Heartbeat.beat_at < now - KEPT).returning(Heartbeat.id)
    return sum(len(db.session.scalars(gone).all()) for gone in (turns, beats))
