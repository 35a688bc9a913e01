"""Drafts and filings: what exists before and around a case."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.models.columns import Instant, Sealed, link, sealed_column


class Draft(Base):
    """A complaint that is being written; found again by account, or by its own secret link."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_expires_at", "expires_at"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[int | None] = mapped_column(link("accounts.id"), index=True)
    entered_by_id: Mapped[int | None] = mapped_column(link("accounts.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(link("organisations.id"))
    locale: Mapped[str] = mapped_column(String(10))
    step: Mapped[str] = mapped_column(String(40))
    _content: Mapped[bytes] = sealed_column("content")
    content = Sealed("_content")  # JSON: all answers so far.
    proven_at: Mapped[datetime | None] = mapped_column(Instant)
    # Of the one address that answered; what was merely typed beside it proves nothing.
    proven_blind: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    started_at: Mapped[datetime] = mapped_column(Instant)
    saved_at: Mapped[datetime] = mapped_column(Instant, index=True)
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    filing_id: Mapped[int | None] = mapped_column(link("filings.id"), unique=True)


class Filing(Base):
    """One act of filing: a shared story, a case for each loan. `once` stops a second one."""

    __tablename__ = "filings"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    once: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[int | None] = mapped_column(link("accounts.id"), index=True)
    filed_at: Mapped[datetime] = mapped_column(Instant)


class DraftFile(Base):
    """A file handed in before filing; becomes evidence of every case of the filing."""

    __tablename__ = "draft_files"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    draft_id: Mapped[int] = mapped_column(link("drafts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    _name: Mapped[bytes] = sealed_column("name")
    name = Sealed("_name")
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    kept_back: Mapped[bool] = mapped_column(default=False)  # For the mediation body alone.
    received_at: Mapped[datetime] = mapped_column(Instant)
