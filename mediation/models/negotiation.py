"""The append-only ledger of offers and of what became of each."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.negotiation import Every, OfferAnswer
from mediation.domain.spaces import Side
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column


class Offer(Base):
    """What one side proposes: a sum, how it is paid, and what else is promised."""

    __tablename__ = "offers"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("total_fen >= 0", name="total"),
        CheckConstraint("instalments >= 0", name="instalments"),
        CheckConstraint("side IN ('complainant', 'lender')", name="side"),
        Index("ix_offers_stands_until_at", "stands_until_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    number: Mapped[int]
    side: Mapped[Side] = mapped_column(Word(Side))
    counters_id: Mapped[int | None] = mapped_column(link("offers.id"))
    payer: Mapped[Side] = mapped_column(Word(Side))  # Who pays: a refund goes the other way.
    total_fen: Mapped[int] = mapped_column(BigInteger)
    instalments: Mapped[int]  # 0: no money changes hands.
    every: Mapped[Every] = mapped_column(Word(Every))
    first_due_on: Mapped[date | None]
    _terms: Mapped[bytes | None] = sealed_column("terms", nullable=True)
    terms = Sealed("_terms")  # Anything else promised: stop calls, correct the credit record.
    by_id: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(Instant)
    stands_until_at: Mapped[datetime | None] = mapped_column(Instant)


class OfferEnd(Base):
    """What became of an offer; there is at most one such row for each."""

    __tablename__ = "offer_ends"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    offer_id: Mapped[int] = mapped_column(link("offers.id"), unique=True)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    answer: Mapped[OfferAnswer] = mapped_column(Word(OfferAnswer))
    _words: Mapped[bytes | None] = sealed_column("words", nullable=True)
    words = Sealed("_words")
    by_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Instant)
