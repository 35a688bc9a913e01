"""Which deadlines are to be warned of, are over, or are long over; and their cases."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select

from mediation.db import db
from mediation.domain.clocks import clocks
from mediation.domain.lifecycle import Stage
from mediation.domain.parties import Channel
from mediation.domain.spaces import Side
from mediation.models.cases import Case
from mediation.models.deadlines import Deadline
from mediation.models.notices import Notice

RUNS = Deadline.stopped_at.is_(None) & Deadline.paused_at.is_(None)


@dataclass(slots=True)
class Line:
    """What of a case is needed to tell its people and to write its history; no ORM row."""

    id: int
    reference: str
    stage: Stage
    paused_since_at: datetime | None
    chain_head: bytes
    chain_count: int
    body_id: int
    officer_id: int | None
    mediator_id: int | None
    lender_id: int | None
    arbitration_body_id: int | None


COLUMNS = tuple(Case.__table__.c[name] for name in Line.__slots__)


def lines_of(ids: Collection[int]) -> dict[int, Line]:
    """These cases by their ids; one statement."""
    rows = db.session.execute(select(*COLUMNS).where(Case.id.in_(ids)))
    return {row.id: Line(*row) for row in rows}


def to_warn(*, as_of: datetime) -> Select[Any]:
    """Deadlines whose end is near and of which nobody was reminded."""
    return select(Deadline).where(
        RUNS,
        Deadline.warned_at.is_(None),
        Deadline.warn_at <= as_of,
        Deadline.due_at > as_of,
        Deadline.side != Side.SYSTEM,
    )


def to_miss(*, as_of: datetime) -> Select[Any]:
    """Deadlines that are over, of rules that no verb of their own ends."""
    return select(Deadline).where(
        RUNS,
        Deadline.missed_at.is_(None),
        Deadline.due_at <= as_of,
        Deadline.side != Side.SYSTEM,
        Deadline.rule.not_in(_lapsing()),
    )


def to_escalate(*, as_of: datetime) -> Select[Any]:
    """Missed deadlines that a person must see to now."""
    return select(Deadline).where(
        RUNS,
        Deadline.missed_at.is_not(None),
        Deadline.escalated_at.is_(None),
        Deadline.escalate_at <= as_of,
    )


def to_lead_on(*, as_of: datetime) -> Select[Any]:
    """Missed deadlines from which the case goes on by itself, the last reminder being over."""
    return select(Deadline).where(RUNS, Deadline.leads_at <= as_of)


def over(rule: str, *, as_of: datetime) -> Select[Any]:
    """Deadlines of one rule that are over, for the verb that ends them."""
    return select(Deadline).where(
        RUNS, Deadline.missed_at.is_(None), Deadline.due_at <= as_of, Deadline.rule == rule
    )


def _lapsing() -> list[str]:
    return [clock.id for clock in clocks().values() if clock.lapses]


# As what it counts that a message went out by a channel; a call between computers reaches nobody.
WAYS = {"inbox": Channel.WEB, "mail": Channel.EMAIL, "sms": Channel.PHONE}


def ways_reminded(deadline: Deadline) -> set[Channel]:
    """In which ways whoever let a deadline pass was told of that.

    What has not left is no way, nor is an inbox of a complainant who has not opened it; staff
    work in theirs.
    """
    steps = [f"deadline_{step}" for step in ("warned", "missed", "reminded")]
    unread = []
    if deadline.side is Side.COMPLAINANT:
        unread = [or_(Notice.channel != "inbox", Notice.read_at.is_not(None))]
    channels = db.session.scalars(
        select(Notice.channel)
        .where(
            Notice.case_id == deadline.case_id,
            Notice.kind.in_(steps),
            Notice.key.startswith(f"deadline/{deadline.id}/{deadline.due_on}/"),
            Notice.sent_at.is_not(None),
            *unread,
        )
        .distinct()
    )
    return {WAYS[channel] for channel in channels if channel in WAYS}
