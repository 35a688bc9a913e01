"""What waits on a desk, in named buckets: what lies in each, and how much."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
)

from mediation.db import db
from mediation.domain.clocks import rights
from mediation.domain.deadlines import SOON
from mediation.domain.lifecycle import OPEN, Stage
from mediation.domain.permissions import Actor
from mediation.domain.roles import Desk, OrganisationKind
from mediation.domain.spaces import Side
from mediation.domain.supervision import ENDS_SOON
from mediation.models.assignment import MediatorComplaint, Willingness
from mediation.models.cases import Case, Interruption, Seat
from mediation.models.columns import Instant
from mediation.models.danger import DangerReport
from mediation.models.deadlines import Deadline
from mediation.models.organisations import Organisation
from mediation.models.supervision import Handover
from mediation.models.work import WorkItem
from mediation.queries.work import settled

# Plain columns: a select of them costs a third of one of mapped attributes.
SEAT = Seat.__table__.c
COUNT_CAP = 99

OWN = and_(SEAT.holder_id == bindparam("holder"), SEAT.desk == bindparam("desk"))


# Whose clocks a desk must keep.
SIDE_OF_DESK = {
    Desk.COMPLAINANT: Side.COMPLAINANT,
    Desk.LENDER: Side.LENDER,
    Desk.OFFICER: Side.MEDIATION,
    Desk.MEDIATOR: Side.MEDIATION,
    Desk.ARBITRATION: Side.ARBITRATION,
}


def holder_of(actor: Actor) -> dict[str, Any]:
    """Whose desk it is; somebody without one holds nothing, and no key is negative."""
    desk = actor.desk or Desk.SUPERVISOR
    return {
        "holder": actor.holder_id or -1,
        "desk": desk,
        "side": SIDE_OF_DESK.get(desk, Side.SYSTEM),
    }


class Present(NamedTuple):
    """The moment at which one looks, and which day that is on the clocks of this installation."""

    now: datetime
    today: date


def days_from(present: Present) -> dict[str, date]:
    """The days and moments by which a bucket is decided."""
    return {
        "today": present.today,
        "soon": present.today + ENDS_SOON,
        "now": present.now,
        "soon_at": present.now + SOON,
    }


def _reviews(query: Any) -> Any:
    """Declined cases that the complainant asked to have looked at again."""
    # A closed case is an officer's turn for this alone (`lifecycle.TURN_AFTER`).
    return query.where(SEAT.mine.is_(True), SEAT.stage == Stage.CLOSED)


def _reviewable_pauses(query: Any) -> Any:
    """Cases that stand still though the day has come on which that is looked at again."""
    due = select(Interruption.case_id).where(
        Interruption.lifted_at.is_(None), Interruption.review_on <= bindparam("today")
    )
    return query.where(SEAT.case_id.in_(due))


def _unanswered(query: Any) -> Any:
    """Cases in which a side was asked whether it will mediate and has said nothing yet."""
    asked = select(Willingness.id).where(
        Willingness.case_id == SEAT.case_id,
        Willingness.ended_at.is_(None),
        Willingness.answered_at.is_(None),
    )
    return query.where(SEAT.stage == Stage.AWAITING_MEDIATOR, asked.exists())


def _ending(query: Any) -> Any:
    """Cases whose supervisor reads them for a few days more."""
    ends = select(Handover.case_id).where(
        Handover.ended_at.is_(None),
        Handover.organisation_id == bindparam("holder"),
        Handover.expires_on <= bindparam("soon"),
    )
    return query.where(SEAT.case_id.in_(ends))


# Nobody is late with what they may do and need not.
OWED = Deadline.rule.not_in(rights())


def _running() -> Any:
    """Cases with clocks that the desk must keep; of several companies only the answering one.

    From the few clocks that are over or nearly so to the seats: a body may hold very many cases,
    and asking each of them for its clocks would take as long however few are late.
    """
    answers = or_(
        bindparam("desk", type_=SEAT.desk.type) != Desk.LENDER,
        Case.lender_id == bindparam("holder"),
    )
    return (
        select(Deadline.case_id)
        .join(Case, Case.id == Deadline.case_id)
        .where(
            Deadline.stopped_at.is_(None),
            Deadline.paused_at.is_(None),
            Deadline.side == bindparam("side"),
            answers,
        )
    )


def _late(query: Any) -> Any:
    """Cases in which a time of this desk's own is over."""
    now = bindparam("now", type_=Instant)
    return query.where(SEAT.case_id.in_(_running().where(Deadline.due_at <= now, OWED)))


def _due_soon(query: Any) -> Any:
    """Cases in which a time of this desk's own is over within three days."""
    now, soon = bindparam("now", type_=Instant), bindparam("soon_at", type_=Instant)
    coming = _running().where(Deadline.due_at > now, Deadline.due_at <= soon)
    return query.where(SEAT.case_id.in_(coming))


BUCKETS: dict[str, Callable[[Any], Any]] = {
    "all": lambda query: query,
    "mine": lambda query: query.where(SEAT.mine.is_(True)),
    "unread": lambda query: query.where(SEAT.unread.is_(True)),
    "review": _reviews,
    "pause_due": _reviewable_pauses,
    "unanswered": _unanswered,
    "ending": _ending,
    "late": _late,
    "due_soon": _due_soon,
    "open": lambda query: query.where(SEAT.stage.in_(sorted(OPEN))),
}


def within(query: Any, bucket: str) -> Any:
    """Limit a statement about seats to one bucket; any other word is the name of a stage."""
    if bucket in BUCKETS:
        return BUCKETS[bucket](query)
    return query.where(SEAT.stage == Stage(bucket))


def _danger() -> Select:
    """Open danger reports that an officer of this body reads."""
    return select(DangerReport.id).where(
        DangerReport.closed_at.is_(None),
        or_(
            DangerReport.organisation_id == bindparam("body"),
            DangerReport.organisation_id.is_(None),
        ),
    )


def _mediator_complaints() -> Select:
    """Complaints about the body's mediators that wait for an answer; never one about oneself."""
    return select(MediatorComplaint.id).where(
        MediatorComplaint.body_id == bindparam("body"),
        MediatorComplaint.answered_at.is_(None),
        MediatorComplaint.mediator_id != bindparam("account"),
    )


def _work() -> Select:
    """What the body's officers must see to because the machine could not."""
    return select(WorkItem.id).where(
        WorkItem.body_id == bindparam("body"), WorkItem.done_at.is_(None), ~settled()
    )


def _overseen() -> Select:
    """Complaints about mediators of any body that wait for an answer, for a supervisor."""
    bodies = select(Organisation.id).where(Organisation.kind == OrganisationKind.MEDIATION_BODY)
    return select(MediatorComplaint.id).where(
        MediatorComplaint.body_id.in_(bodies),
        MediatorComplaint.answered_at.is_(None),
        MediatorComplaint.mediator_id != bindparam("account"),
    )


# What waits elsewhere than in the list of cases.
BESIDE: dict[str, Callable[[], Select]] = {
    "danger": _danger,
    "work": _work,
    "mediator_complaints": _mediator_complaints,
    "overseen": _overseen,
}


def bucket_counts(buckets: tuple[str, ...], *, actor: Actor, present: Present) -> dict[str, int]:
    """How many lie in each bucket, counted no further than COUNT_CAP + 1; one statement."""
    values = {
        **holder_of(actor),
        **days_from(present),
        "body": actor.organisation_id or -1,
        "account": actor.account_id or -1,
    }
    return dict(db.session.execute(_counts(buckets), values).all())


@cache
def _counts(buckets: tuple[str, ...]) -> CompoundSelect:
    parts = []
    for bucket in buckets:
        inner = (
            BESIDE[bucket]()
            if bucket in BESIDE
            else within(select(SEAT.case_id).where(OWN), bucket)
        )
        capped = inner.limit(COUNT_CAP + 1).subquery()
        parts.append(
            select(literal(bucket), select(func.count()).select_from(capped).scalar_subquery())
        )
    return union_all(*parts)
