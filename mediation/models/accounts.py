"""People: accounts, memberships, sessions, one-time passes, failures counted by the throttle."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    LargeBinary,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.roles import Role
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column

INVITED = text("password_hash IS NULL AND suspended_at IS NULL")
SUSPENDED = text("suspended_at IS NOT NULL")


class Account(Base):
    """A person who can sign in."""

    __tablename__ = "accounts"
    __table_args__ = (
        Index("ix_accounts_invited", "id", sqlite_where=INVITED, postgresql_where=INVITED),
        Index("ix_accounts_suspended", "id", sqlite_where=SUSPENDED, postgresql_where=SUSPENDED),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    _email: Mapped[bytes] = sealed_column("email")
    email = Sealed("_email")
    email_blind: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    _name: Mapped[bytes] = sealed_column("name")
    name = Sealed("_name")
    _phone: Mapped[bytes | None] = sealed_column("phone", nullable=True)
    phone = Sealed("_phone")
    phone_blind: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str | None] = mapped_column(String(10))
    languages: Mapped[str] = mapped_column(String(60), default="zh_CN")  # A mediator's.
    specialisms: Mapped[str] = mapped_column(String(120), default="")  # Lanes, by comma.
    absent_from_at: Mapped[datetime | None] = mapped_column(Instant)  # None: away already.
    absent_until_at: Mapped[datetime | None] = mapped_column(Instant)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Instant)
    suspended_at: Mapped[datetime | None] = mapped_column(Instant)


class Membership(Base):
    """A role that somebody has in a body."""

    __tablename__ = "memberships"
    __table_args__ = (
        Index(
            "uq_memberships_running",
            "account_id",
            "organisation_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_memberships_organisation_id_role", "organisation_id", "role"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(link("accounts.id"))
    organisation_id: Mapped[int] = mapped_column(link("organisations.id"))
    role: Mapped[Role] = mapped_column(Word(Role))
    is_head: Mapped[bool] = mapped_column(default=False)  # Of a mediation body, among officers.
    since_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Session(Base):
    """One sign-in: of an account, or of a visitor with the follow-up code of a case."""

    __tablename__ = "sessions"
    __table_args__ = (
        CheckConstraint("(account_id IS NULL) <> (case_id IS NULL)", name="account_or_case"),
        Index("ix_sessions_account_id_ended_at", "account_id", "ended_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[int | None] = mapped_column(link("accounts.id"))
    case_id: Mapped[int | None] = mapped_column(link("cases.id"))
    membership_id: Mapped[int | None] = mapped_column(link("memberships.id"))
    _device: Mapped[bytes | None] = sealed_column("device", nullable=True)
    device = Sealed("_device")
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class PassKind(StrEnum):
    REGISTRATION = "registration"
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"
    CONTACT_CODE = "contact_code"
    SIGNING_CODE = "signing_code"
    DRAFT_LINK = "draft_link"
    CODE_AGAIN = "code_again"


class Pass(Base):
    """A one-time permission sent to somebody: kept as a hash, deleted or marked when used."""

    __tablename__ = "passes"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[PassKind] = mapped_column(Word(PassKind))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[int | None] = mapped_column(link("accounts.id"), index=True)
    subject_id: Mapped[int | None] = mapped_column(BigInteger, index=True)  # Draft, case ...
    _content: Mapped[bytes | None] = sealed_column("content", nullable=True)
    content = Sealed("_content")
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class Failure(Base):
    """One failed try, counted by the throttle; `key` is a blind fingerprint."""

    __tablename__ = "failures"
    __table_args__ = (Index("ix_failures_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime] = mapped_column(Instant, index=True)
