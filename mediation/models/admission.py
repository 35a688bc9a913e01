"""Decisions on admission and their review, and the standstill asked of the lender."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.admission import StandstillAnswer, Verdict
from mediation.domain.answers import LenderAnswerKind, ReliefKind
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column


class Decision(Base):
    """An officer's return, decline or hand-over, with what is missing or why; and its review."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint(
            "reviewed_by_id IS NULL OR reviewed_by_id <> by_id", name="another_officer"
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    kind: Mapped[Verdict] = mapped_column(Word(Verdict))
    reasons: Mapped[str] = mapped_column(String(200))  # Words of the closed list, by comma.
    _words: Mapped[bytes | None] = sealed_column("words", nullable=True)
    words = Sealed("_words")
    by_id: Mapped[int] = mapped_column(link("accounts.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    review_asked_at: Mapped[datetime | None] = mapped_column(Instant)
    _review_words: Mapped[bytes | None] = sealed_column("review_words", nullable=True)
    review_words = Sealed("_review_words")
    reviewed_at: Mapped[datetime | None] = mapped_column(Instant)
    reviewed_by_id: Mapped[int | None] = mapped_column(link("accounts.id"))
    upheld: Mapped[bool | None]
    _review_answer: Mapped[bytes | None] = sealed_column("review_answer", nullable=True)
    review_answer = Sealed("_review_answer")


class Standstill(Base):
    """A request, never an order: no calls, no third persons, no new fees meanwhile."""

    __tablename__ = "standstills"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(link("organisations.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    answer: Mapped[StandstillAnswer | None] = mapped_column(Word(StandstillAnswer))
    until_on: Mapped[date | None]
    answered_at: Mapped[datetime | None] = mapped_column(Instant)


class LenderAnswer(Base):
    """What a lender answers: a part for the complainant, a part for the mediation body only."""

    __tablename__ = "lender_answers"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"))
    number: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(link("organisations.id"))
    kind: Mapped[LenderAnswerKind] = mapped_column(Word(LenderAnswerKind))
    relief: Mapped[ReliefKind | None] = mapped_column(Word(ReliefKind))
    relief_fen: Mapped[int | None] = mapped_column(BigInteger)
    relief_by_on: Mapped[date | None]
    reasons: Mapped[str] = mapped_column(String(200), default="")  # Closed list, by comma.
    lender_reference: Mapped[str] = mapped_column(String(60), default="")
    names_company: Mapped[str] = mapped_column(String(120), default="")  # "Not us, but ...".
    _to_complainant: Mapped[bytes] = sealed_column("to_complainant")
    to_complainant = Sealed("_to_complainant")
    _to_body: Mapped[bytes | None] = sealed_column("to_body", nullable=True)
    to_body = Sealed("_to_body")
    by_id: Mapped[int] = mapped_column(link("accounts.id"))
    answered_at: Mapped[datetime] = mapped_column(Instant)
    relief_accepted: Mapped[bool | None]
    relief_answered_at: Mapped[datetime | None] = mapped_column(Instant)
