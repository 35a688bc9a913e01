"""The case itself, the desks on which it lies, and its pauses."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.db import Base
from mediation.domain.history import START
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.outcomes import Outcome, Pause
from mediation.domain.parties import Channel
from mediation.domain.roles import Desk, Role
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column


class Case(Base):
    """One complaint about one loan; siblings of one filing share `filing_id`."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("stage <> 'draft'", name="never_a_draft"),
        CheckConstraint(
            "(stage = 'closed') = (outcome IS NOT NULL AND closed_at IS NOT NULL)",
            name="closed_with_outcome",
        ),
        CheckConstraint("amount_fen IS NULL OR amount_fen >= 0", name="amount"),
        Index("ix_cases_body_id_stage", "body_id", "stage"),
        Index("ix_cases_mediator_id_stage", "mediator_id", "stage"),
        Index("ix_cases_stage_stage_since_at", "stage", "stage_since_at"),
        Index("ix_cases_stirred_at_id", "stirred_at", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    filing_id: Mapped[int] = mapped_column(link("filings.id"), index=True)
    lane: Mapped[Lane] = mapped_column(Word(Lane))
    also: Mapped[str] = mapped_column(String(60), default="")  # Other lanes, by comma.
    channel: Mapped[Channel] = mapped_column(Word(Channel), default=Channel.WEB)
    stage: Mapped[Stage] = mapped_column(Word(Stage))
    stage_since_at: Mapped[datetime] = mapped_column(Instant)
    turn: Mapped[Turn] = mapped_column(Word(Turn))
    stirred_at: Mapped[datetime] = mapped_column(Instant)
    filed_at: Mapped[datetime] = mapped_column(Instant)

    # Who works on it. The one who answers for the complaint among the companies is the lender.
    body_id: Mapped[int] = mapped_column(link("organisations.id"))
    officer_id: Mapped[int | None] = mapped_column(link("accounts.id"))
    mediator_id: Mapped[int | None] = mapped_column(link("accounts.id"))
    lender_id: Mapped[int | None] = mapped_column(link("organisations.id"), index=True)
    arbitration_body_id: Mapped[int | None] = mapped_column(link("organisations.id"))

    # What the lists show without looking further.
    respondent_name: Mapped[str] = mapped_column(String(120), default="")
    _complainant_name: Mapped[bytes] = sealed_column("complainant_name")
    complainant_name = Sealed("_complainant_name")
    identity_withheld: Mapped[bool] = mapped_column(default=False)
    in_danger: Mapped[bool] = mapped_column(default=False)
    paused_since_at: Mapped[datetime | None] = mapped_column(Instant)

    # The complaint.
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    _desired_outcome: Mapped[bytes | None] = sealed_column("desired_outcome", nullable=True)
    desired_outcome = Sealed("_desired_outcome")
    _story: Mapped[bytes | None] = sealed_column("story", nullable=True)
    story = Sealed("_story")
    _answers: Mapped[bytes | None] = sealed_column("answers", nullable=True)
    answers = Sealed("_answers")  # JSON: what the lane's form asked.
    _follow_up_code: Mapped[bytes] = sealed_column("follow_up_code")
    follow_up_code = Sealed("_follow_up_code")

    # The end.
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    outcome_reason: Mapped[str | None] = mapped_column(String(40))

    # Head and length of its chain in `history`, so that a cut tail shows.
    chain_head: Mapped[bytes] = mapped_column(LargeBinary(32), default=START)
    chain_count: Mapped[int] = mapped_column(default=0)

    seats: Mapped[list["Seat"]] = relationship(
        back_populates="case", lazy="select", cascade="all, delete-orphan"
    )


class Seat(Base):
    """A desk on which a case lies: the one table from which access and lists are answered.

    Stage, turn and time are copies of the case's, so that every list is one walk of one index;
    `services/lifecycle.py` alone keeps them in step.
    """

    __tablename__ = "seats"
    __table_args__ = (
        Index("ix_seats_stirred", "holder_id", "desk", "stirred_at", "case_id"),
        Index("ix_seats_stage", "holder_id", "desk", "stage", "stirred_at", "case_id"),
        Index("ix_seats_mine", "holder_id", "desk", "mine", "stirred_at", "case_id"),
        Index("ix_seats_unread", "holder_id", "desk", "unread", "stirred_at", "case_id"),
    )

    case_id: Mapped[int] = mapped_column(link("cases.id"), primary_key=True)
    desk: Mapped[Desk] = mapped_column(Word(Desk), primary_key=True)
    holder_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )  # An account, an organisation, or the case itself for its follow-up code.
    stage: Mapped[Stage] = mapped_column(Word(Stage))
    mine: Mapped[bool] = mapped_column(default=False)  # It is this desk's turn.
    unread: Mapped[bool] = mapped_column(default=False)  # Something new lies in it.
    stirred_at: Mapped[datetime] = mapped_column(Instant)
    since_at: Mapped[datetime] = mapped_column(Instant)
    first_read_at: Mapped[datetime | None] = mapped_column(Instant)

    case: Mapped[Case] = relationship(back_populates="seats")


RUNNING = text("lifted_at IS NULL")


class Interruption(Base):
    """A pause: why the case stands still, who lifts it, and when that is looked at again."""

    __tablename__ = "pauses"
    __table_args__ = (
        CheckConstraint("lifted_by_id IS NULL OR lifted_at IS NOT NULL", name="lifted_by_and_at"),
        Index(
            "uq_pauses_running",
            "case_id",
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        Index(
            "ix_pauses_running_review_on",
            "review_on",
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"))
    reason: Mapped[Pause] = mapped_column(Word(Pause))
    _words: Mapped[bytes | None] = sealed_column("words", nullable=True)
    words = Sealed("_words")
    lifter: Mapped[Role] = mapped_column(Word(Role), default=Role.OFFICER)
    review_on: Mapped[date]
    review_told_at: Mapped[datetime | None] = mapped_column(Instant)
    since_at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int] = mapped_column(link("accounts.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
    lifted_by_id: Mapped[int | None] = mapped_column(link("accounts.id"))  # None: withdrawn.
