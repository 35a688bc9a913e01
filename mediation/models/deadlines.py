"""The deadlines of cases: since when, until when, what stood still and what was extended."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.spaces import Side
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column

RUNNING = text("stopped_at IS NULL")
OPEN = text("ended_at IS NULL")
GOING = text("stopped_at IS NULL AND paused_at IS NULL")
UNWARNED = text("stopped_at IS NULL AND paused_at IS NULL AND warned_at IS NULL")
UNMISSED = text("stopped_at IS NULL AND paused_at IS NULL AND missed_at IS NULL")
UNESCALATED = text(
    "stopped_at IS NULL AND paused_at IS NULL AND missed_at IS NOT NULL AND escalated_at IS NULL"
)
LEADING = text("stopped_at IS NULL AND paused_at IS NULL AND leads_at IS NOT NULL")


class Deadline(Base):
    """One clock of one case. `about` tells clocks of one rule apart (a side, an offer, a part).

    The days are what the rule data gave when it was last counted; `edition` is that of the
    calendar it was counted by. `stated_at`: the end stands in a paper, and nothing is counted.
    """

    __tablename__ = "deadlines"
    __table_args__ = (
        CheckConstraint("missed_at IS NULL OR due_at <= missed_at", name="missed_when_over"),
        Index(
            "uq_deadlines_running",
            "case_id",
            "rule",
            "about",
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        Index("ix_deadlines_warn_at", "warn_at", sqlite_where=UNWARNED, postgresql_where=UNWARNED),
        Index("ix_deadlines_due_at", "due_at", sqlite_where=UNMISSED, postgresql_where=UNMISSED),
        Index(
            "ix_deadlines_escalate_at",
            "escalate_at",
            sqlite_where=UNESCALATED,
            postgresql_where=UNESCALATED,
        ),
        Index("ix_deadlines_leads_at", "leads_at", sqlite_where=LEADING, postgresql_where=LEADING),
        Index(
            "ix_deadlines_side_due_at",
            "side",
            "due_at",
            "case_id",
            sqlite_where=GOING,
            postgresql_where=GOING,
        ),
        Index("ix_deadlines_edition", "edition", sqlite_where=RUNNING, postgresql_where=RUNNING),
        Index(
            "ix_deadlines_provisional",
            "due_on",
            sqlite_where=text("stopped_at IS NULL AND provisional IS 1"),
            postgresql_where=text("stopped_at IS NULL AND provisional IS true"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    rule: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(40), default="")
    side: Mapped[Side] = mapped_column(Word(Side))  # Who must act.
    started_at: Mapped[datetime] = mapped_column(Instant)
    started_by: Mapped[int]  # The number of the event in the case's history.
    length: Mapped[str] = mapped_column(String(10))  # As on the command line: 15d, 3wd.
    override_id: Mapped[int | None] = mapped_column(link("rule_overrides.id"))
    binding: Mapped[bool] = mapped_column(default=True)  # False: an arrangement only.
    stated_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[str] = mapped_column(String(20))  # Of the rule data.
    edition: Mapped[int] = mapped_column(default=0)
    raw_on: Mapped[date]
    due_on: Mapped[date]
    due_at: Mapped[datetime] = mapped_column(Instant)
    provisional: Mapped[bool] = mapped_column(default=False)
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    warn_at: Mapped[datetime | None] = mapped_column(Instant)
    warned_at: Mapped[datetime | None] = mapped_column(Instant)
    missed_at: Mapped[datetime | None] = mapped_column(Instant)
    escalate_at: Mapped[datetime | None] = mapped_column(Instant)
    escalated_at: Mapped[datetime | None] = mapped_column(Instant)
    leads_at: Mapped[datetime | None] = mapped_column(Instant)  # Then silence leads on.
    stopped_at: Mapped[datetime | None] = mapped_column(Instant)
    stopped_by: Mapped[int | None]


class DeadlinePause(Base):
    """A time in which a deadline stood still; the day of `since_at` is the first not counted."""

    __tablename__ = "deadline_pauses"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    deadline_id: Mapped[int] = mapped_column(link("deadlines.id"), index=True)
    case_id: Mapped[int] = mapped_column(link("cases.id"))
    since_at: Mapped[datetime] = mapped_column(Instant)
    until_at: Mapped[datetime | None] = mapped_column(Instant)


class DeadlineExtension(Base):
    """By how much a deadline was extended, why, and who approved."""

    __tablename__ = "deadline_extensions"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    deadline_id: Mapped[int] = mapped_column(link("deadlines.id"), index=True)
    case_id: Mapped[int] = mapped_column(link("cases.id"))
    length: Mapped[str] = mapped_column(String(10))
    _reason: Mapped[bytes] = sealed_column("reason")
    reason = Sealed("_reason")
    _approver: Mapped[bytes | None] = sealed_column("approver", nullable=True)
    approver = Sealed("_approver")
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(link("accounts.id"))


class ExtensionProposal(Base):
    """More time that both sides must say yes to; silence is no yes, and then there is none."""

    __tablename__ = "extension_proposals"
    __table_args__ = (
        CheckConstraint("granted IS NULL OR ended_at IS NOT NULL", name="granted_when_ended"),
        CheckConstraint(
            "granted IS NOT TRUE"
            " OR (complainant_agreed_at IS NOT NULL AND lender_agreed_at IS NOT NULL)",
            name="granted_by_both",
        ),
        Index(
            "uq_extension_proposals_open",
            "deadline_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    deadline_id: Mapped[int] = mapped_column(link("deadlines.id"), index=True)
    case_id: Mapped[int] = mapped_column(link("cases.id"))
    length: Mapped[str] = mapped_column(String(10))
    _reason: Mapped[bytes] = sealed_column("reason")
    reason = Sealed("_reason")
    side: Mapped[Side] = mapped_column(Word(Side))  # Who proposed it.
    by_id: Mapped[int | None] = mapped_column(link("accounts.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    complainant_agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    lender_agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    granted: Mapped[bool | None]  # None in the end: the clock was over before both had said yes.


class CalendarYear(Base):
    """The days off of one year as somebody here published them; the newest edition holds."""

    __tablename__ = "calendar_years"
    __table_args__ = (CheckConstraint("edition > 0", name="edition"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    edition: Mapped[int] = mapped_column(unique=True)  # Counts on over all years.
    year: Mapped[int] = mapped_column(index=True)
    off: Mapped[str] = mapped_column(String(4000))  # 01-01 01-02 ...: days from Monday to Friday.
    worked: Mapped[str] = mapped_column(String(4000))  # Saturdays and Sundays.
    source: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int | None] = mapped_column(link("accounts.id"))
    at: Mapped[datetime] = mapped_column(Instant)


class RuleOverride(Base):
    """A length of this installation's own; the newest of a rule holds. None: the rule's again."""

    __tablename__ = "rule_overrides"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    rule: Mapped[str] = mapped_column(String(40), index=True)
    length: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int | None] = mapped_column(link("accounts.id"))
    at: Mapped[datetime] = mapped_column(Instant)
