"""Danger reports, what was noted on them, and the duty roster."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.danger import DangerKind, DutyLevel
from mediation.domain.roles import Role
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column

UNSEEN = text("seen_at IS NULL AND closed_at IS NULL")
OPEN = text("closed_at IS NULL")


class DangerReport(Base):
    """One tap on "threat", "visit" or "I cannot go on"; on a case or on none."""

    __tablename__ = "danger_reports"
    __table_args__ = (
        UniqueConstraint("once", "kind"),
        CheckConstraint("(seen_at IS NULL) = (seen_by_id IS NULL)", name="seen_at_and_by"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_at_and_by"),
        CheckConstraint("closed_at IS NULL OR seen_at IS NOT NULL", name="closed_after_seen"),
        Index(
            "ix_danger_reports_unseen",
            "escalates_at",
            sqlite_where=UNSEEN,
            postgresql_where=UNSEEN,
        ),
        Index("ix_danger_reports_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index(
            "ix_danger_reports_open_of",
            "organisation_id",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[DangerKind] = mapped_column(Word(DangerKind))
    once: Mapped[str] = mapped_column(String(40))  # The page's number: a second tap is the first.
    reported_at: Mapped[datetime] = mapped_column(Instant)
    case_id: Mapped[int | None] = mapped_column(link("cases.id"), index=True)
    # What somebody of the lender wrote, where that is what is reported.
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    # The body of the case; a report on no case is for every body's officers.
    organisation_id: Mapped[int | None] = mapped_column(link("organisations.id"), index=True)
    reporter_id: Mapped[int | None] = mapped_column(link("accounts.id"))
    reporter_role: Mapped[Role] = mapped_column(Word(Role))
    _words: Mapped[bytes | None] = sealed_column("words", nullable=True)
    words = Sealed("_words")
    _contact: Mapped[bytes | None] = sealed_column("contact", nullable=True)
    contact = Sealed("_contact")

    # Whom the clock runs on, when the next are asked, and when somebody was promised to look.
    level: Mapped[DutyLevel] = mapped_column(Word(DutyLevel))
    duty_id: Mapped[int | None] = mapped_column(link("accounts.id"))
    escalates_at: Mapped[datetime] = mapped_column(Instant)
    expected_at: Mapped[datetime | None] = mapped_column(Instant)
    escalated_at: Mapped[datetime | None] = mapped_column(Instant)
    escalations: Mapped[int] = mapped_column(default=0)

    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_by_id: Mapped[int | None] = mapped_column(link("accounts.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by_id: Mapped[int | None] = mapped_column(link("accounts.id"))


class DangerNote(Base):
    """What somebody did about a report; never changed."""

    __tablename__ = "danger_notes"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    report_id: Mapped[int] = mapped_column(link("danger_reports.id"), index=True)
    author_id: Mapped[int] = mapped_column(link("accounts.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
    _body: Mapped[bytes] = sealed_column("body")
    body = Sealed("_body")


class DutyTurn(Base):
    """A time in which a named officer looks at danger reports."""

    __tablename__ = "duty_turns"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("level <> 'everyone'", name="a_named_level"),
        Index("ix_duty_turns_organisation_id_ends_at", "organisation_id", "ends_at"),
        Index("ix_duty_turns_ends_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    organisation_id: Mapped[int] = mapped_column(link("organisations.id"))
    account_id: Mapped[int] = mapped_column(link("accounts.id"))
    level: Mapped[DutyLevel] = mapped_column(Word(DutyLevel))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int] = mapped_column(link("accounts.id"))
