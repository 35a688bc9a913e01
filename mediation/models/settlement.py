"""Agreements and their signatures."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.settlement import AgreementEnd
from mediation.domain.spaces import Side
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column


class Agreement(Base):
    """An agreement drafted from an accepted offer; it binds when the last signer signs."""

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint("bound_at IS NULL OR ended_at IS NULL", name="bound_or_ended"),
        CheckConstraint('(ended_at IS NULL) = ("end" IS NULL)', name="ended_at_and_how"),
        # A bound one may be followed by another, when it was broken and talked over again.
        Index(
            "uq_agreements_unsigned",
            "case_id",
            unique=True,
            sqlite_where=text("bound_at IS NULL AND ended_at IS NULL"),
            postgresql_where=text("bound_at IS NULL AND ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    offer_id: Mapped[int] = mapped_column(link("offers.id"))
    _content: Mapped[bytes] = sealed_column("content")
    content = Sealed("_content")  # JSON: the mandatory parts, by name.
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))  # SHA-256 of content: what is signed.
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    lapses_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    bound_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    end: Mapped[AgreementEnd | None] = mapped_column(Word(AgreementEnd))
    # Each side's word that everything that is not an instalment was done.
    complainant_done_at: Mapped[datetime | None] = mapped_column(Instant)
    lender_done_at: Mapped[datetime | None] = mapped_column(Instant)


class Signature(Base):
    """One signer's signature under exactly the text with this digest."""

    __tablename__ = "signatures"
    __table_args__ = (UniqueConstraint("agreement_id", "side"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    agreement_id: Mapped[int] = mapped_column(link("agreements.id"))
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    side: Mapped[Side] = mapped_column(Word(Side))
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    _name: Mapped[bytes] = sealed_column("name")
    name = Sealed("_name")
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    signed_at: Mapped[datetime] = mapped_column(Instant)
