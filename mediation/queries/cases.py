"""Cases as an actor may see them: the one access function, look-ups and lists."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, false, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import joinedload, selectinload

from mediation.db import db
from mediation.domain.lanes import Lane
from mediation.domain.permissions import Actor, holds
from mediation.domain.roles import Role
from mediation.models.cases import Case, Seat
from mediation.models.columns import Instant
from mediation.queries.buckets import OWN, SEAT, Present, days_from, holder_of, within

PAGE = 50
CASE = Case.__table__.c


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
    if actor.role is Role.SYSTEM:
        return db.session.scalar(visible_to(actor).where(Case.reference == reference))
    return db.session.scalar(_by_reference(), {"reference": reference, **holder_of(actor)})


@cache
def _by_reference() -> Select:
    # Made once: putting a statement together costs more than running it.
    return (
        select(Case)
        .join(Seat, Seat.case_id == Case.id)
        .where(OWN, Case.reference == bindparam("reference"))
        .options(joinedload(Case.seats))
    )


def again(case_id: int, *, actor: Actor) -> Case | None:
    """The case as it is now, locked for this writing transaction, if still visible."""
    case = db.session.scalar(
        visible_to(actor)
        .where(Case.id == case_id)
        .options(selectinload(Case.seats))
        .with_for_update(of=Case, key_share=True)
        .execution_options(populate_existing=True)
    )
    # Whoever waited for the lock was let through by the seats of before; these are those of now.
    if case is not None and actor.role is not Role.SYSTEM and not holds(actor, case):
        return None
    return case


class Filters(NamedTuple):
    """What a list is limited to."""

    bucket: str = "all"  # One of `queries/buckets.py`, or the name of a stage.
    lane: Lane | None = None
    before: tuple[datetime, int] | None = None  # The key of the last row of the page before.
    present: Present | None = None  # For the buckets that a date decides.


LISTED = (
    CASE.id,
    CASE.reference,
    CASE.lane,
    CASE.also,
    CASE.stage,
    CASE.turn,
    CASE.filed_at,
    CASE.respondent_name,
    CASE.complainant_name,
    CASE.identity_withheld,
    CASE.mediator_id,
    CASE.in_danger,
    CASE.paused_since_at,
    CASE.amount_fen,
    CASE.outcome,
    CASE.lender_id,
    SEAT.stirred_at,
    SEAT.mine,
    SEAT.unread,
)


def listed(filters: Filters, *, actor: Actor) -> Sequence[Row]:
    """One page of the actor's cases, latest stir first, plus one row to tell of a next page."""
    values = {**holder_of(actor), "lane": filters.lane}
    if filters.present is not None:
        values |= days_from(filters.present)
    if filters.before is not None:
        values["moment"], values["last"] = filters.before
    statement = _listed(
        filters.bucket, by_lane=filters.lane is not None, paged=filters.before is not None
    )
    return db.session.execute(statement, values).all()


@cache
def _listed(bucket: str, *, by_lane: bool, paged: bool) -> Select:
    query = select(*LISTED).join_from(Seat.__table__, Case.__table__).where(OWN)
    query = within(query, bucket)
    if by_lane:
        query = query.where(CASE.lane == bindparam("lane"))
    if paged:
        moment, last = bindparam("moment", type_=Instant), bindparam("last")
        query = query.where(
            or_(SEAT.stirred_at < moment, and_(SEAT.stirred_at == moment, SEAT.case_id < last))
        )
    return query.order_by(SEAT.stirred_at.desc(), SEAT.case_id.desc()).limit(PAGE + 1)


def with_ids(case_ids: Sequence[int], *, actor: Actor) -> Sequence[Row]:
    """Those of these cases that the actor may see, newest first (`queries/search.py: found`)."""
    query = select(*LISTED).join_from(Seat.__table__, Case.__table__).where(_own(actor))
    return db.session.execute(query.where(CASE.id.in_(case_ids)).order_by(CASE.id.desc())).all()
