"""Each side's willingness, mediators to whom a case was offered, complaints about them."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.spaces import Side
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column


class Willingness(Base):
    """A side was asked whether it will mediate; only its own yes is a yes."""

    __tablename__ = "willingness"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (willing IS NULL)", name="answer_and_time"),
        Index(
            "uq_willingness_open_question",
            "case_id",
            "side",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_willingness_unanswered",
            "case_id",
            sqlite_where=text("ended_at IS NULL AND answered_at IS NULL"),
            postgresql_where=text("ended_at IS NULL AND answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    side: Mapped[Side] = mapped_column(Word(Side))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    willing: Mapped[bool | None]
    channel: Mapped[str] = mapped_column(String(20), default="web")
    _words: Mapped[bytes | None] = sealed_column("words", nullable=True)
    words = Sealed("_words")
    by_id: Mapped[int | None] = mapped_column(BigInteger)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)  # The talks it was for are over.


class Assignment(Base):
    """A case offered to a mediator, and what came of it."""

    __tablename__ = "assignments"
    __table_args__ = (
        Index("ix_assignments_mediator_id_ended_at", "mediator_id", "ended_at"),
        Index(
            "uq_assignments_running",
            "case_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(link("accounts.id"))
    offered_by_id: Mapped[int] = mapped_column(link("accounts.id"))
    offered_at: Mapped[datetime] = mapped_column(Instant)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str | None] = mapped_column(String(40))
    _words: Mapped[bytes | None] = sealed_column("words", nullable=True)
    words = Sealed("_words")
    ended_at: Mapped[datetime | None] = mapped_column(Instant)  # Refused, replaced, done.


class Disclosure(Base):
    """A tie that a mediator disclosed on a case, and whether each side lets it stand."""

    __tablename__ = "disclosures"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(link("accounts.id"))
    _words: Mapped[bytes] = sealed_column("words")
    words = Sealed("_words")
    disclosed_at: Mapped[datetime] = mapped_column(Instant)
    complainant_agrees: Mapped[bool | None]  # None: has not said; silence is not a yes.
    lender_agrees: Mapped[bool | None]


class MediatorComplaint(Base):
    """A complaint about a mediator: seen by officers and never by that mediator."""

    __tablename__ = "mediator_complaints"
    __table_args__ = (
        Index("ix_mediator_complaints_body_id_id", "body_id", "id"),
        Index(
            "ix_mediator_complaints_open",
            "body_id",
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    body_id: Mapped[int] = mapped_column(link("organisations.id"))
    mediator_id: Mapped[int] = mapped_column(link("accounts.id"))
    side: Mapped[Side] = mapped_column(Word(Side))
    # Which company made it: the one that answers may become another.
    organisation_id: Mapped[int | None] = mapped_column(BigInteger)
    _words: Mapped[bytes] = sealed_column("words")
    words = Sealed("_words")
    made_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by_id: Mapped[int | None] = mapped_column(link("accounts.id"))
    _answer: Mapped[bytes | None] = sealed_column("answer", nullable=True)
    answer = Sealed("_answer")
