"""Rows that should be impossible: each check one statement by an index, with a limit."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, func, or_, select

from mediation.db import db
from mediation.domain.clocks import clocks
from mediation.domain.lifecycle import Stage
from mediation.domain.work import WorkKind
from mediation.models.assignment import Assignment, Willingness
from mediation.models.cases import Case, Seat
from mediation.models.deadlines import Deadline
from mediation.models.history import History
from mediation.models.notices import Notice
from mediation.models.work import WorkItem

MOST = 100  # Of one check in one run.
# Here a clock runs whatever else happened.
TIMED = (Stage.RECEIVED, Stage.RETURNED, Stage.NEGOTIATION, Stage.MEDIATION)
LATELY = timedelta(days=2)  # What happened lately is looked at; the job runs every day.
STUCK = timedelta(days=7)
SETTLED = timedelta(hours=1)


class Found(NamedTuple):
    """A row that should not be, and the case that it is about."""

    check: str
    row_id: int
    case_id: int | None


def _clockless(as_of: datetime) -> Select[Any]:
    runs = exists().where(Deadline.case_id == Case.id, Deadline.stopped_at.is_(None))
    return select(Case.id, Case.id).where(
        Case.stage.in_(TIMED), Case.stage_since_at < as_of - SETTLED, ~runs
    )


def _clock_out_of_stage(as_of: datetime) -> Select[Any]:
    bound = [clock for clock in clocks().values() if clock.stages]
    strays = or_(
        *(
            and_(Deadline.rule == clock.id, Case.stage.not_in(sorted(clock.stages)))
            for clock in bound
        )
    )
    runs = exists().where(Deadline.case_id == Case.id, Deadline.stopped_at.is_(None), strays)
    return select(Case.id, Case.id).where(Case.stirred_at > as_of - LATELY, runs)


def _seat_out_of_step(as_of: datetime) -> Select[Any]:
    differs = exists().where(Seat.case_id == Case.id, Seat.stage != Case.stage)
    return select(Case.id, Case.id).where(Case.stirred_at > as_of - LATELY, differs)


def _notice_stuck(as_of: datetime) -> Select[Any]:
    return select(Notice.id, Notice.case_id).where(
        Notice.sent_at.is_(None), Notice.gave_up_at.is_(None), Notice.due_at < as_of - STUCK
    )


def _mediator_unassigned(_as_of: datetime) -> Select[Any]:
    runs = exists().where(
        Assignment.case_id == Case.id,
        Assignment.ended_at.is_(None),
        Assignment.mediator_id == Case.mediator_id,
    )
    return select(Case.id, Case.id).where(Case.stage == Stage.MEDIATION, ~runs)


def _question_left_open(as_of: datetime) -> Select[Any]:
    asked = exists().where(Willingness.case_id == Case.id, Willingness.ended_at.is_(None))
    return select(Case.id, Case.id).where(
        Case.stage == Stage.CLOSED, Case.stage_since_at > as_of - LATELY, asked
    )


def _chain_uncounted(as_of: datetime) -> Select[Any]:
    last = select(func.max(History.number)).where(History.case_id == Case.id).scalar_subquery()
    return select(Case.id, Case.id).where(
        Case.stirred_at > as_of - LATELY, Case.chain_count != func.coalesce(last, 0)
    )


def _work_homeless(_as_of: datetime) -> Select[Any]:
    return (
        select(WorkItem.id, WorkItem.case_id)
        .join(Case, Case.id == WorkItem.case_id)
        .where(
            WorkItem.case_id > 0,
            WorkItem.done_at.is_(None),
            WorkItem.kind != WorkKind.IMPOSSIBLE,
            func.coalesce(WorkItem.body_id, 0) != Case.body_id,
        )
    )


CHECKS: dict[str, Callable[[datetime], Select[Any]]] = {
    "clockless": _clockless,
    "clock_out_of_stage": _clock_out_of_stage,
    "seat_out_of_step": _seat_out_of_step,
    "notice_stuck": _notice_stuck,
    "mediator_unassigned": _mediator_unassigned,
    "question_left_open": _question_left_open,
    "chain_uncounted": _chain_uncounted,
    "work_homeless": _work_homeless,
}


def impossible(check: str, *, as_of: datetime) -> list[Found]:
    """What one check finds."""
    rows = db.session.execute(CHECKS[check](as_of).limit(MOST))
    return [Found(check, row[0], row[1]) for row in rows]


def due_next(*, as_of: datetime) -> list[Deadline]:
    """Deadlines that are over within two days: each is counted anew before it bites."""
    return list(
        db.session.scalars(
            select(Deadline)
            .where(
                Deadline.stopped_at.is_(None),
                Deadline.paused_at.is_(None),
                Deadline.missed_at.is_(None),
                Deadline.due_at > as_of,
                Deadline.due_at < as_of + LATELY,
            )
            .limit(MOST * 20)
        )
    )
