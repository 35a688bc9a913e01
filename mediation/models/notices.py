"""The outbox and the inbox: what is to be sent, how each wants it, and what must not be sent."""

import base64
import hmac
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.notices import Manner, Stop
from mediation.domain.verification import read_notice_code
from mediation.keyring import blind
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column

WAITS = text("sent_at IS NULL AND gave_up_at IS NULL")
CLAIMED = text("claim_id IS NOT NULL AND sent_at IS NULL AND gave_up_at IS NULL")
TOGETHER = text("parcel_id IS NOT NULL AND sent_at IS NULL AND gave_up_at IS NULL")
GIVEN_UP = text("gave_up_at IS NOT NULL")
LEFT = text("sent_at IS NOT NULL AND due_at IS NOT NULL")
GOES_OUT = text("due_at IS NOT NULL")
UNREAD = text("channel = 'inbox' AND read_at IS NULL")
INBOX = text("channel = 'inbox'")
RUNNING = text("ended_at IS NULL")


def code_of(notice_id: int) -> str:
    """The short code that stands in a message: eight letters and figures, kept nowhere."""
    return base64.b32encode(blind("notice code", str(notice_id))[:5]).decode()


def thread_of(case_id: int) -> str:
    """The name that all mails of one case share; nobody learns from it which case that is."""
    return blind("notice thread", str(case_id)).hex()[:24]


def blind_of_code(code: str) -> bytes:
    """By what a message is found whose code somebody reads to us, however they write it."""
    return blind("notice by code", read_notice_code(code))


def blind_of_address(address: str) -> bytes:
    """By what everything is found that went to one address or number."""
    return blind("notice to", address.strip().casefold())


def leave_of(account_id: int) -> str:
    """What opens the page on which somebody leaves their daily summaries, without signing in."""
    proof = base64.b32encode(blind("leave digests", str(account_id)))[:26].decode().lower()
    return f"{account_id:x}-{proof}"


def account_of_leave(token: str) -> int | None:
    """Whose summaries a link from one of them is about; None where it is none of ours."""
    figures = token.partition("-")[0]
    if not figures or len(figures) > 16 or set(figures) - set("0123456789abcdef"):
        return None
    account_id = int(figures, 16)
    return account_id if hmac.compare_digest(leave_of(account_id), token) else None


class Notice(Base):
    """One message to one recipient by one channel; `key` stops a second one."""

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint("sent_at IS NULL OR gave_up_at IS NULL", name="sent_or_given_up"),
        Index("ix_notices_waiting", "due_at", sqlite_where=WAITS, postgresql_where=WAITS),
        Index("ix_notices_claimed", "claim_id", sqlite_where=CLAIMED, postgresql_where=CLAIMED),
        # What else goes to whom; and what was put together with what.
        Index(
            "ix_notices_waiting_for", "recipient_blind", sqlite_where=WAITS, postgresql_where=WAITS
        ),
        Index("ix_notices_parcels", "parcel_id", sqlite_where=TOGETHER, postgresql_where=TOGETHER),
        Index("ix_notices_given_up", "id", sqlite_where=GIVEN_UP, postgresql_where=GIVEN_UP),
        Index("ix_notices_left", "id", sqlite_where=LEFT, postgresql_where=LEFT),
        Index("ix_notices_kind", "kind", "id", sqlite_where=GOES_OUT, postgresql_where=GOES_OUT),
        Index("ix_notices_inbox", "account_id", "id", sqlite_where=INBOX, postgresql_where=INBOX),
        Index("ix_notices_unread", "account_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(60))  # The name of its words.
    channel: Mapped[str] = mapped_column(String(10))  # inbox, mail, sms, webhook
    case_id: Mapped[int | None] = mapped_column(link("cases.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(
        link("accounts.id")
    )  # Whose inbox, whose wishes.
    locale: Mapped[str] = mapped_column(String(10))
    _recipient: Mapped[bytes] = sealed_column("recipient")
    recipient = Sealed("_recipient")
    recipient_blind: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    # Of the short code that stands in the message itself; that code is kept nowhere.
    code_blind: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    _facts: Mapped[bytes] = sealed_column("facts")
    facts = Sealed("_facts")  # JSON.
    written_at: Mapped[datetime] = mapped_column(Instant)
    # Not before this; None: nothing is to be handed over (it lies in an inbox).
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    # Whoever hands it over says so first; if they die, another may try after a while.
    claimed_at: Mapped[datetime | None] = mapped_column(Instant)
    claim_id: Mapped[int | None] = mapped_column(BigInteger)
    parcel_id: Mapped[int | None] = mapped_column(
        BigInteger
    )  # The notice in whose message it goes.
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    error: Mapped[str | None] = mapped_column(String(60))  # A word of ours, never a server's text.
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    gave_up_at: Mapped[datetime | None] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)


class Preference(Base):
    """How somebody wants to hear of one subject by one channel; without a row, as is usual."""

    __tablename__ = "notice_preferences"
    __table_args__ = (UniqueConstraint("account_id", "subject", "channel"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(link("accounts.id"))
    subject: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(10))
    manner: Mapped[Manner] = mapped_column(Word(Manner))
    changed_at: Mapped[datetime] = mapped_column(Instant)


class Silenced(Base):
    """An address or number to which nothing goes: dead, bounced, or its owner said stop."""

    __tablename__ = "silenced"
    __table_args__ = (
        Index(
            "uq_silenced_running",
            "recipient_blind",
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    recipient_blind: Mapped[bytes] = mapped_column(LargeBinary(32))
    reason: Mapped[Stop] = mapped_column(Word(Stop))
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(link("accounts.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Webhook(Base):
    """Where the computers of an organisation hear of its cases; each call is signed."""

    __tablename__ = "webhooks"
    __table_args__ = (
        Index(
            "uq_webhooks_running",
            "organisation_id",
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    organisation_id: Mapped[int] = mapped_column(link("organisations.id"))
    _url: Mapped[bytes] = sealed_column("url")
    url = Sealed("_url")
    _secret: Mapped[bytes] = sealed_column("secret")
    secret = Sealed("_secret")
    by_id: Mapped[int] = mapped_column(link("accounts.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
