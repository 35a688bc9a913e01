"""Cases as an actor may see them: the one access function, look-ups and lists."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, false, func, literal, or_, select, union_all
from sqlalchemy.engine import Row
from sqlalchemy.orm import selectinload

from mediation.db import db
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage
from mediation.domain.permissions import Actor, holds
from mediation.domain.roles import Role
from mediation.models.cases import Case, Seat

PAGE = 50
COUNT_CAP = 99


def visible_to(actor: Actor) -> Select[tuple[Case]]:
    """The cases that `actor` may see: those that lie on their own desk, and no other."""
    if actor.role is Role.SYSTEM:
        return select(Case)
    return select(Case).join(Seat, Seat.case_id == Case.id).where(_own(actor))


def _own(actor: Actor) -> Any:
    if actor.desk is None or actor.holder_id is None:
        return false()
    return and_(Seat.holder_id == actor.holder_id, Seat.desk == actor.desk)


def by_reference(reference: str, *, actor: Actor) -> Case | None:
    """The case with this number, if the actor may see it; its seats come along."""
    return db.session.scalar(
        visible_to(actor).where(Case.reference == reference).options(selectinload(Case.seats))
    )


def again(case_id: int, *, actor: Actor) -> Case | None:
    """The case as it is now, locked for this writing transaction, if still visible."""
    case = db.session.scalar(
        visible_to(actor)
        .where(Case.id == case_id)
        .options(selectinload(Case.seats))
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    )
    # Whoever waited for the lock was let through by the seats of before; these are those of now.
    if case is not None and actor.role is not Role.SYSTEM and not holds(actor, case):
        return None
    return case


class Filters(NamedTuple):
    """What a list is limited to."""

    bucket: str = "all"  # all, mine, unread, or the name of a stage
    lane: Lane | None = None
    before: tuple[datetime, int] | None = None  # The key of the last row of the page before.


LISTED = (
    Case.id,
    Case.reference,
    Case.lane,
    Case.also,
    Case.stage,
    Case.turn,
    Case.filed_at,
    Case.respondent_name,
    Case._complainant_name.label("complainant_name"),
    Case.identity_withheld,
    Case.in_danger,
    Case.paused_since_at,
    Case.amount_fen,
    Case.outcome,
    Seat.stirred_at,
    Seat.mine,
    Seat.unread,
)


def listed(filters: Filters, *, actor: Actor) -> Sequence[Row]:
    """One page of the actor's cases, latest stir first, plus one row to tell of a next page."""
    query = select(*LISTED).join(Seat, Seat.case_id == Case.id).where(_own(actor))
    query = _bucket(query, filters.bucket)
    if filters.lane is not None:
        query = query.where(Case.lane == filters.lane)
    if filters.before is not None:
        moment, case_id = filters.before
        query = query.where(
            or_(
                Seat.stirred_at < moment,
                and_(Seat.stirred_at == moment, Seat.case_id < case_id),
            )
        )
    query = query.order_by(Seat.stirred_at.desc(), Seat.case_id.desc()).limit(PAGE + 1)
    return db.session.execute(query).all()


def with_ids(case_ids: Sequence[int], *, actor: Actor) -> Sequence[Row]:
    """Those of these cases that the actor may see, newest first (`queries/search.py: found`)."""
    query = select(*LISTED).join(Seat, Seat.case_id == Case.id).where(_own(actor))
    return db.session.execute(query.where(Case.id.in_(case_ids)).order_by(Case.id.desc())).all()


def _bucket(query: Any, bucket: str) -> Any:
    if bucket == "mine":
        return query.where(Seat.mine.is_(True))
    if bucket == "unread":
        return query.where(Seat.unread.is_(True))
    if bucket in set(Stage):
        return query.where(Seat.stage == Stage(bucket))
    return query


def bucket_counts(buckets: Sequence[str], *, actor: Actor) -> dict[str, int]:
    """How many cases lie in each bucket, counted no further than COUNT_CAP + 1."""
    parts = []
    for bucket in buckets:
        inner = _bucket(select(Seat.case_id).where(_own(actor)), bucket)
        capped = inner.limit(COUNT_CAP + 1).subquery()
        parts.append(
            select(literal(bucket), select(func.count()).select_from(capped).scalar_subquery())
        )
    return dict(db.session.execute(union_all(*parts)).all())
