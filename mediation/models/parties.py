"""Who complains, who speaks for them, the companies of the loan, dated story, consents."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.parties import CompanyRole, ConsentKind, PartyKind
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column


class Party(Base):
    """A person on the complainant's side."""

    __tablename__ = "parties"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    kind: Mapped[PartyKind] = mapped_column(Word(PartyKind))
    account_id: Mapped[int | None] = mapped_column(link("accounts.id"), index=True)
    _name: Mapped[bytes] = sealed_column("name")
    name = Sealed("_name")
    _phone: Mapped[bytes | None] = sealed_column("phone", nullable=True)
    phone = Sealed("_phone")
    phone_blind: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    _email: Mapped[bytes | None] = sealed_column("email", nullable=True)
    email = Sealed("_email")
    email_blind: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    proven_at: Mapped[datetime | None] = mapped_column(Instant)  # The contact answered.
    proven_blind: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)  # This one.
    _authority: Mapped[bytes | None] = sealed_column("authority", nullable=True)
    authority = Sealed("_authority")  # JSON: relation, authority, fee asked.
    authority_checked_at: Mapped[datetime | None] = mapped_column(Instant)  # Seen in writing.
    authority_checked_by_id: Mapped[int | None] = mapped_column(BigInteger)
    _support: Mapped[bytes | None] = sealed_column("support", nullable=True)
    support = Sealed("_support")  # JSON: vulnerability and support needs.
    _reach: Mapped[bytes | None] = sealed_column("reach", nullable=True)
    reach = Sealed("_reach")  # JSON: safe number, safe hours, wording.
    added_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Company(Base):
    """A company that had a hand in the loan."""

    __tablename__ = "companies"
    __table_args__ = (Index("ix_companies_organisation_id_case_id", "organisation_id", "case_id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(link("organisations.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[CompanyRole] = mapped_column(Word(CompanyRole))
    answers: Mapped[bool] = mapped_column(default=False)  # The one who must answer.
    own_reference: Mapped[str | None] = mapped_column(String(60))  # Its number for the complaint.
    received_on: Mapped[date | None]  # When it says that the complaint reached it.
    added_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)  # Re-pointed, "not us".


class StoryEvent(Base):
    """One dated thing that happened, in the complainant's words."""

    __tablename__ = "story_events"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    on: Mapped[date | None] = mapped_column("happened_on")
    _words: Mapped[bytes] = sealed_column("words")
    words = Sealed("_words")


class Consent(Base):
    """A consent as it was given: its kind, its version, and when it was taken back."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("case_id", "kind", "given_at"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    kind: Mapped[ConsentKind] = mapped_column(Word(ConsentKind))
    version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class SearchToken(Base):
    """A keyed fingerprint of a piece of a name, number or reference, for the desk's search."""

    __tablename__ = "search_tokens"
    __table_args__ = (Index("ix_search_tokens_case_id", "case_id"),)

    token: Mapped[bytes] = mapped_column(LargeBinary(8), primary_key=True)
    case_id: Mapped[int] = mapped_column(link("cases.id"), primary_key=True)
    shared: Mapped[bool] = mapped_column(default=True)  # False: lenders do not find by it.
