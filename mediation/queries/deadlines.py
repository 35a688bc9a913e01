"""The deadlines of cases: what runs, what stood still, what was extended."""

from collections.abc import Collection

from sqlalchemy import select

from mediation.db import db
from mediation.domain.roles import LenderKind
from mediation.models.cases import Case
from mediation.models.deadlines import Deadline, DeadlineExtension, DeadlinePause
from mediation.models.organisations import Organisation


def running(case: Case) -> list[Deadline]:
    """The clocks of a case that nothing has stopped, the nearest first; one statement."""
    return list(
        db.session.scalars(
            select(Deadline)
            .where(Deadline.case_id == case.id, Deadline.stopped_at.is_(None))
            .order_by(Deadline.due_at, Deadline.id)
        )
    )


def pauses_of(ids: Collection[int]) -> list[DeadlinePause]:
    """When these deadlines stood still, in order."""
    return list(
        db.session.scalars(
            select(DeadlinePause)
            .where(DeadlinePause.deadline_id.in_(ids))
            .order_by(DeadlinePause.since_at)
        )
    )


def extensions_of(ids: Collection[int]) -> list[DeadlineExtension]:
    """By how much these deadlines were extended, in order."""
    return list(
        db.session.scalars(
            select(DeadlineExtension)
            .where(DeadlineExtension.deadline_id.in_(ids))
            .order_by(DeadlineExtension.at, DeadlineExtension.id)
        )
    )


def kind_of_lender(organisation_id: int) -> LenderKind | None:
    """What a company is licensed as."""
    return db.session.scalar(
        select(Organisation.lender_kind).where(Organisation.id == organisation_id)
    )
