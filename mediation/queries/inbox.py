"""What lies in somebody's inbox: their notices, newest first, and how many they have not read."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, literal, literal_column, select

from mediation.db import db
from mediation.domain.permissions import Actor
from mediation.models.cases import Case
from mediation.models.notices import Notice
from mediation.queries.buckets import COUNT_CAP
from mediation.queries.cases import visible_to

PAGE = 30
NOBODYS = -1  # No key is negative.
notice = Notice.__table__.c
# Written out: an index of these rows alone is used only where the planner sees the very word.
LIES_THERE = notice.channel == literal_column("'inbox'")
UNREAD = notice.read_at.is_(None)


class Entry(NamedTuple):
    """One notice as it lies in an inbox; its words are still to be said.

    Of a case that its reader may not see, in their present role or at all, nothing is told.
    """

    id: int
    kind: str
    facts: str
    reference: str | None
    is_closed: bool
    written_at: datetime
    read_at: datetime | None


def entries(actor: Actor, *, before: int | None = None, unread_only: bool = False) -> list[Entry]:
    """One page of one's own notices, and one more to tell of a next page; one statement."""
    query = _own(actor)
    if unread_only:
        query = query.where(UNREAD)
    if before is not None:
        query = query.where(notice.id < before)
    return [_entry(row) for row in db.session.execute(query.limit(PAGE + 1))]


def entry(notice_id: int, *, actor: Actor) -> Entry | None:
    """One of one's own notices."""
    row = db.session.execute(_own(actor).where(notice.id == notice_id)).first()
    return _entry(row) if row is not None else None


def unread_of(account_id: Any) -> Any:
    """How many unread notices an account has, up to a bound: a column for another statement."""
    some = (
        select(literal(1).label("one"))
        .where(notice.account_id == account_id, LIES_THERE, UNREAD)
        .limit(COUNT_CAP + 1)
        .correlate(account_id.table)
        .subquery()
    )
    return select(func.count()).select_from(some).scalar_subquery()


def _own(actor: Actor) -> Select:
    seen = (
        visible_to(actor)
        .with_only_columns(Case.reference)
        .where(Case.id == notice.case_id)
        .correlate(Notice.__table__)
        .scalar_subquery()
    )
    return (
        select(
            notice.id,
            notice.kind,
            notice.facts,
            notice.case_id,
            notice.written_at,
            notice.read_at,
            seen.label("reference"),
        )
        .where(notice.account_id == (actor.account_id or NOBODYS), LIES_THERE)
        .order_by(notice.id.desc())
    )


def _entry(row: Any) -> Entry:
    is_closed = row.case_id is not None and row.reference is None
    return Entry(
        id=row.id,
        kind=row.kind,
        facts="{}" if is_closed else Notice.facts.open(row.id, row.facts) or "{}",
        reference=row.reference,
        is_closed=is_closed,
        written_at=row.written_at,
        read_at=row.read_at,
    )
