"""Ways onward: arbitration agreements, referrals, awards, and what courts did."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.models.columns import Instant, Sealed, link, sealed_column


class ArbitrationAgreement(Base):
    """An agreement to arbitrate, recorded by somebody and checked by an officer."""

    __tablename__ = "arbitration_agreements"
    __table_args__ = (
        CheckConstraint("(checked_at IS NULL) = (checked_by_id IS NULL)", name="checked_at_and_by"),
        CheckConstraint("(checked_at IS NULL) = (valid IS NULL)", name="checked_with_result"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    body_id: Mapped[int] = mapped_column(link("organisations.id"))
    agreed_on: Mapped[date]
    evidence_id: Mapped[int | None] = mapped_column(link("evidence.id"))
    _clause: Mapped[bytes] = sealed_column("clause")
    clause = Sealed("_clause")
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    checked_at: Mapped[datetime | None] = mapped_column(Instant)
    checked_by_id: Mapped[int | None] = mapped_column(link("accounts.id"))
    valid: Mapped[bool | None]


class Referral(Base):
    """A case handed to an arbitration body, and whether it was taken."""

    __tablename__ = "referrals"
    __table_args__ = (
        Index(
            "uq_referrals_running",
            "case_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    body_id: Mapped[int] = mapped_column(link("organisations.id"), index=True)
    reason: Mapped[str] = mapped_column(String(40))
    referred_at: Mapped[datetime] = mapped_column(Instant)
    registration: Mapped[str | None] = mapped_column(String(60))
    registered_at: Mapped[datetime | None] = mapped_column(Instant)
    end: Mapped[str | None] = mapped_column(String(20))  # not_taken, withdrawn, decided
    _words: Mapped[bytes | None] = sealed_column("words", nullable=True)
    words = Sealed("_words")
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Award(Base):
    """A settlement award, award or correction, with its document."""

    __tablename__ = "awards"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    referral_id: Mapped[int] = mapped_column(link("referrals.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # settlement_award, award, dismissed
    number: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date]
    evidence_id: Mapped[int] = mapped_column(link("evidence.id"))
    _terms: Mapped[bytes] = sealed_column("terms")
    terms = Sealed("_terms")
    recorded_by_id: Mapped[int] = mapped_column(link("accounts.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class CourtRecord(Base):
    """A certificate of no settlement, papers handed to a court, or what the court did."""

    __tablename__ = "court_records"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # certificate, papers, result
    number: Mapped[str] = mapped_column(String(60), default="")
    on: Mapped[date] = mapped_column("happened_on")
    evidence_id: Mapped[int | None] = mapped_column(link("evidence.id"))
    _words: Mapped[bytes | None] = sealed_column("words", nullable=True)
    words = Sealed("_words")
    recorded_by_id: Mapped[int | None] = mapped_column(BigInteger)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
