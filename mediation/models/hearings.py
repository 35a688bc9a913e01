"""Hearings, the mediator's time they take, who came, what was said and agreed."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.hearings import HearingState, Mode
from mediation.domain.spaces import Side
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column


class Hearing(Base):
    """A meeting of the sides with the mediator; its changes are events of the history."""

    __tablename__ = "hearings"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_hearings_mediator_id_starts_at", "mediator_id", "starts_at"),
        Index("ix_hearings_state_starts_at", "state", "starts_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(link("accounts.id"))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    mode: Mapped[Mode] = mapped_column(Word(Mode))
    _place: Mapped[bytes | None] = sealed_column("place", nullable=True)
    place = Sealed("_place")
    _agenda: Mapped[bytes | None] = sealed_column("agenda", nullable=True)
    agenda = Sealed("_agenda")
    state: Mapped[HearingState] = mapped_column(Word(HearingState))
    sequence: Mapped[int] = mapped_column(default=0)  # Grows with each change, for calendars.
    ended_at: Mapped[datetime | None] = mapped_column(Instant)  # Held or cancelled.
    reason: Mapped[str | None] = mapped_column(String(200))


class TakenQuarter(Base):
    """A quarter hour of a mediator that a scheduled hearing takes: no second one fits."""

    __tablename__ = "taken_quarters"

    mediator_id: Mapped[int] = mapped_column(link("accounts.id"), primary_key=True)
    quarter: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hearing_id: Mapped[int] = mapped_column(link("hearings.id"), index=True)


class Attendance(Base):
    """How a side takes part, whether it came, and whether its identity was checked."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("hearing_id", "side"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hearing_id: Mapped[int] = mapped_column(link("hearings.id"))
    side: Mapped[Side] = mapped_column(Word(Side))
    came: Mapped[bool | None]  # None until the hearing was held.
    mode: Mapped[Mode | None] = mapped_column(Word(Mode))
    identity_checked: Mapped[bool] = mapped_column(default=False)
    _words: Mapped[bytes | None] = sealed_column("words", nullable=True)
    words = Sealed("_words")


class Minutes(Base):
    """What was said at a hearing; each side confirms or not."""

    __tablename__ = "minutes"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hearing_id: Mapped[int] = mapped_column(link("hearings.id"), unique=True)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    _text: Mapped[bytes] = sealed_column("text")
    text = Sealed("_text")
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    complainant_confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    lender_confirmed_at: Mapped[datetime | None] = mapped_column(Instant)


class AgreedFact(Base):
    """A fact that neither side disputes; unlike what is said in mediation, it goes onward."""

    __tablename__ = "agreed_facts"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    _text: Mapped[bytes] = sealed_column("text")
    text = Sealed("_text")
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    complainant_confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    lender_confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
