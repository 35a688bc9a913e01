"""What lies in somebody's inbox: their notices, newest first, and how many they have not read."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, literal, literal_column, select

from mediation.db import db
from mediation.domain.permissions import Actor
from mediation.models.cases import Case
from mediation.models.notices import Notice
from mediation.queries.buckets import COUNT_CAP

PAGE = 30
notice = Notice.__table__.c
# Written out: an index of these rows alone is used only where the planner sees the very word.
LIES_THERE = notice.channel == literal_column("'inbox'")
UNREAD = notice.read_at.is_(None)


class Entry(NamedTuple):
    """One notice as it lies in an inbox; its words are still to be said."""

    id: int
    kind: str
    facts: str
    reference: str | None
    written_at: datetime
    read_at: datetime | None


def entries(actor: Actor, *, before: int | None = None, unread_only: bool = False) -> list[Entry]:
    """One page of one's own notices, and one more to tell of a next page; one statement."""
    asked = {"account": actor.account_id, "before": before}
    rows = db.session.execute(_page(paged=before is not None, unread_only=unread_only), asked)
    return [_entry(row) for row in rows]


def entry(notice_id: int, *, actor: Actor) -> Entry | None:
    """One of one's own notices."""
    found = _own().where(notice.id == notice_id)
    row = db.session.execute(found, {"account": actor.account_id}).first()
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


@cache
def _page(*, paged: bool, unread_only: bool) -> Select:
    query = _own()
    if unread_only:
        query = query.where(UNREAD)
    if paged:
        query = query.where(notice.id < bindparam("before"))
    return query.order_by(notice.id.desc()).limit(PAGE + 1)


def _own() -> Select:
    return (
        select(
            notice.id,
            notice.kind,
            notice.facts,
            notice.written_at,
            notice.read_at,
            Case.reference,
        )
        .outerjoin(Case, Case.id == notice.case_id)
        .where(notice.account_id == bindparam("account"), LIES_THERE)
    )


def _entry(row: Any) -> Entry:
    return Entry(
        id=row.id,
        kind=row.kind,
        facts=Notice.facts.open(row.id, row.facts) or "{}",
        reference=row.reference,
        written_at=row.written_at,
        read_at=row.read_at,
    )
