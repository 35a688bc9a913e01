"""Which slots of the timetable were claimed, and which schedulers are alive."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.models.columns import Instant

UNFINISHED = text("finished_at IS NULL")


class JobSlot(Base):
    """One turn of one job: whoever inserts the row runs the job, so it runs once."""

    __tablename__ = "job_slots"
    __table_args__ = (
        UniqueConstraint("job", "slot_at"),
        Index("ix_job_slots_slot_at", "slot_at"),
        Index(
            "ix_job_slots_unfinished",
            "slot_at",
            sqlite_where=UNFINISHED,
            postgresql_where=UNFINISHED,
        ),
        CheckConstraint("failed <= handled", name="failed_within_handled"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    job: Mapped[str] = mapped_column(String(60))
    slot_at: Mapped[datetime] = mapped_column(Instant)
    claimed_at: Mapped[datetime] = mapped_column(Instant)
    claimed_by: Mapped[str] = mapped_column(String(100))
    claim_id: Mapped[int | None] = mapped_column(BigInteger)  # Another when it is taken over.
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    handled: Mapped[int] = mapped_column(default=0, server_default="0")
    failed: Mapped[int] = mapped_column(default=0, server_default="0")
    error: Mapped[str | None] = mapped_column(String(200))


class JobState(Base):
    """How a job has fared so far, whoever ran it."""

    __tablename__ = "job_states"

    job: Mapped[str] = mapped_column(String(60), primary_key=True)
    runs: Mapped[int] = mapped_column(BigInteger, default=0)
    handled: Mapped[int] = mapped_column(BigInteger, default=0)
    failed: Mapped[int] = mapped_column(BigInteger, default=0)
    finished_at: Mapped[datetime] = mapped_column(Instant)
    took_ms: Mapped[int] = mapped_column(default=0)
    longest_ms: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(200))
    error_at: Mapped[datetime | None] = mapped_column(Instant)


class Heartbeat(Base):
    """A sign of life of one scheduler process, renewed at every tick."""

    __tablename__ = "heartbeats"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    process: Mapped[str] = mapped_column(String(100), unique=True)
    started_at: Mapped[datetime] = mapped_column(Instant)
    beat_at: Mapped[datetime] = mapped_column(Instant, index=True)
