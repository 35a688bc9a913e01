"""Hearings of a case, a mediator's week, minutes and agreed facts."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, Select, select

from mediation.db import db
from mediation.domain.hearings import HearingState
from mediation.domain.lifecycle import Stage
from mediation.domain.spaces import Side
from mediation.models.cases import Case
from mediation.models.hearings import AgreedFact, Attendance, Hearing, Minutes, TakenQuarter

PAGE = 50


class Entry(NamedTuple):
    """A hearing with how each side takes part and, once held, its minutes."""

    hearing: Hearing
    sides: dict[Side, Attendance]
    minutes: Minutes | None


def of_case(case: Case) -> list[Entry]:
    """The case's hearings, the latest first; two statements."""
    rows = db.session.execute(
        select(Hearing, Minutes)
        .outerjoin(Minutes, Minutes.hearing_id == Hearing.id)
        .where(Hearing.case_id == case.id)
        .order_by(Hearing.starts_at.desc(), Hearing.id.desc())
        .limit(PAGE)
    ).all()
    return _with_sides([(row[0], row[1]) for row in rows])


def by_id(case: Case, hearing_id: int) -> Entry | None:
    """This hearing of this case."""
    row = db.session.execute(
        select(Hearing, Minutes)
        .outerjoin(Minutes, Minutes.hearing_id == Hearing.id)
        .where(Hearing.case_id == case.id, Hearing.id == hearing_id)
    ).first()
    return _with_sides([(row[0], row[1])])[0] if row else None


def _with_sides(rows: list[tuple[Hearing, Minutes | None]]) -> list[Entry]:
    sides: dict[int, dict[Side, Attendance]] = {hearing.id: {} for hearing, _ in rows}
    found = db.session.scalars(select(Attendance).where(Attendance.hearing_id.in_(sides)))
    for attendance in found:
        sides[attendance.hearing_id][attendance.side] = attendance
    return [Entry(hearing, sides[hearing.id], minutes) for hearing, minutes in rows]


def is_taken(mediator_id: int, quarters: Iterable[int], *, besides: int | None = None) -> bool:
    """Whether another hearing already takes one of these quarter hours of the mediator."""
    query = select(TakenQuarter.quarter).where(
        TakenQuarter.mediator_id == mediator_id, TakenQuarter.quarter.in_(list(quarters))
    )
    if besides is not None:
        query = query.where(TakenQuarter.hearing_id != besides)
    return db.session.scalar(query.limit(1)) is not None


def between(mediator_id: int, first: datetime, last: datetime) -> list[Row]:
    """What a mediator has to do from `first` up to `last`, with the case each is about."""
    rows = db.session.execute(
        select(Hearing, Case.reference, Case.respondent_name)
        .join(Case, Case.id == Hearing.case_id)
        .where(
            Hearing.mediator_id == mediator_id,
            Hearing.starts_at >= first,
            Hearing.starts_at < last,
            Hearing.state != HearingState.CANCELLED,
        )
        .order_by(Hearing.starts_at)
    )
    return list(rows)


def to_come(case: Case, *, as_of: datetime) -> list[Hearing]:
    """The hearings of this case that have not begun."""
    rows = db.session.scalars(
        select(Hearing).where(
            Hearing.case_id == case.id,
            Hearing.state == HearingState.SCHEDULED,
            Hearing.starts_at > as_of,
        )
    )
    return list(rows)


def needless(*, as_of: datetime) -> Select[tuple[Hearing]]:
    """Hearings to come of cases that are no longer in mediation."""
    return (
        select(Hearing)
        .join(Case, Case.id == Hearing.case_id)
        .where(
            Hearing.starts_at > as_of,
            Hearing.state == HearingState.SCHEDULED,
            Case.stage.not_in([Stage.MEDIATION, Stage.AGREEMENT]),
        )
    )


def facts(case: Case) -> list[AgreedFact]:
    """What was written down as undisputed, and who has confirmed it."""
    rows = db.session.scalars(
        select(AgreedFact).where(AgreedFact.case_id == case.id).order_by(AgreedFact.id)
    )
    return list(rows)


def fact(case: Case, fact_id: int) -> AgreedFact | None:
    """This fact of this case."""
    return db.session.scalar(
        select(AgreedFact).where(AgreedFact.case_id == case.id, AgreedFact.id == fact_id)
    )
