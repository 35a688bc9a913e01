"""Instalments owed under a settlement or award, payments reported on them, and breaches."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.spaces import Side
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column


class Instalment(Base):
    """A sum due on a day. What is paid is the sum of its confirmed payments."""

    __tablename__ = "instalments"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount"),
        UniqueConstraint("case_id", "schedule_id", "number"),
        Index("ix_instalments_settled_at_due_on", "settled_at", "due_on"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"))
    schedule_id: Mapped[int] = mapped_column(BigInteger)  # The agreement or award it rests on.
    number: Mapped[int]
    payer: Mapped[Side] = mapped_column(Word(Side))
    due_on: Mapped[date]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)  # Wholly paid or waived.
    waived: Mapped[bool] = mapped_column(default=False)


class Payment(Base):
    """A payment that one side reports and the other confirms or disputes."""

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount"),
        CheckConstraint(
            "confirmed_at IS NULL OR disputed_at IS NULL", name="confirmed_or_disputed"
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    instalment_id: Mapped[int] = mapped_column(link("instalments.id"), index=True)
    # One transfer may settle several instalments: its parts carry the same number.
    report_id: Mapped[int] = mapped_column(BigInteger)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    paid_on: Mapped[date]
    reported_by: Mapped[Side] = mapped_column(Word(Side))
    reported_by_id: Mapped[int | None] = mapped_column(BigInteger)
    reported_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    disputed_at: Mapped[datetime | None] = mapped_column(Instant)
    _words: Mapped[bytes | None] = sealed_column("words", nullable=True)
    words = Sealed("_words")


class Breach(Base):
    """A side did not do what was agreed: who says so, and when it was put right."""

    __tablename__ = "breaches"
    __table_args__ = (
        CheckConstraint("side IN ('complainant', 'lender')", name="side"),
        Index(
            "uq_breaches_open",
            "case_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    side: Mapped[Side] = mapped_column(Word(Side))  # The one in breach.
    declared_by: Mapped[Side] = mapped_column(Word(Side))
    declared_at: Mapped[datetime] = mapped_column(Instant)
    _words: Mapped[bytes] = sealed_column("words")
    words = Sealed("_words")
    ended_at: Mapped[datetime | None] = mapped_column(Instant)  # Cured, or the case went on.
    cured: Mapped[bool] = mapped_column(default=False)
