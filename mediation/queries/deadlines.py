"""The deadlines of cases: what runs, what stood still, what was extended."""

import json
from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, func, or_, select

from mediation.db import db
from mediation.domain.clocks import rights
from mediation.domain.roles import LenderKind
from mediation.domain.spaces import Side
from mediation.models.accounts import Account
from mediation.models.cases import Case
from mediation.models.deadlines import Deadline, DeadlineExtension, DeadlinePause, RuleOverride
from mediation.models.history import Facts, History
from mediation.models.organisations import Organisation
from mediation.models.parties import Company
from mediation.queries.history import Happened

ANSWER = "lender_answer"


class Told(NamedTuple):
    """A clock of a case with what began it, and where its length is of our own making, by whom.

    `stood` and `extended` tell whether there is more to ask for.
    """

    row: Deadline
    began: Happened | None
    own: RuleOverride | None
    author: str
    number: str | None  # Under which the company has the complaint that it must answer.
    received_on: date | None
    stood: bool
    extended: bool


def running(case: Case) -> list[Deadline]:
    """The clocks of a case that nothing has stopped, the nearest first; one statement."""
    return list(
        db.session.scalars(
            select(Deadline)
            .where(Deadline.case_id == case.id, Deadline.stopped_at.is_(None))
            .order_by(Deadline.due_at, Deadline.id)
        )
    )


def one(case: Case, deadline_id: int) -> Deadline | None:
    """A clock of this case, running or over."""
    return db.session.scalar(
        select(Deadline).where(Deadline.id == deadline_id, Deadline.case_id == case.id)
    )


def told(case: Case, *, running_only: bool) -> list[Told]:
    """The clocks of a case with all that one row says of them, the nearest first; one statement."""
    rows = db.session.execute(_told(running_only=running_only), {"case": case.id})
    return [
        Told(row, _began(link, facts), own, (by.name or "") if by else "", *rest)
        for row, link, facts, own, by, *rest in rows
    ]


def nearest(case_ids: Collection[int], *, side: Side, now: datetime) -> dict[int, datetime]:
    """When the nearest running clock of a side is over, by case; one statement.

    A right that nobody took up is over, and no longer near.
    """
    rows = db.session.execute(
        select(Deadline.case_id, func.min(Deadline.due_at))
        .where(
            Deadline.case_id.in_(case_ids),
            Deadline.stopped_at.is_(None),
            Deadline.paused_at.is_(None),
            Deadline.side == side,
            or_(Deadline.rule.not_in(rights()), Deadline.due_at > now),
        )
        .group_by(Deadline.case_id)
    )
    return dict(rows.all())


@cache
def _told(*, running_only: bool) -> Select[Any]:
    # Made once: putting a statement together costs more than running it.
    stood = select(DeadlinePause.id).where(DeadlinePause.deadline_id == Deadline.id)
    extended = select(DeadlineExtension.id).where(DeadlineExtension.deadline_id == Deadline.id)
    query = (
        select(
            Deadline,
            History,
            Facts,
            RuleOverride,
            Account,
            Company.own_reference,
            Company.received_on,
            stood.exists(),
            extended.exists(),
        )
        .select_from(Deadline)
        .outerjoin(
            History,
            and_(History.case_id == Deadline.case_id, History.number == Deadline.started_by),
        )
        .outerjoin(Facts, Facts.id == History.id)
        .outerjoin(RuleOverride, RuleOverride.id == Deadline.override_id)
        .outerjoin(Account, Account.id == RuleOverride.by_id)
        .outerjoin(
            Company,
            and_(
                Deadline.rule == ANSWER,
                Deadline.stopped_at.is_(None),
                Company.case_id == Deadline.case_id,
                Company.answers.is_(True),
                Company.ended_at.is_(None),
            ),
        )
        .where(Deadline.case_id == bindparam("case"))
        .order_by(Deadline.due_at, Deadline.id)
    )
    return query.where(Deadline.stopped_at.is_(None)) if running_only else query


def _began(link: History | None, facts: Facts | None) -> Happened | None:
    if link is None:
        return None
    known = json.loads((facts and facts.facts) or "{}")
    return Happened(link.number, link.event, link.at, link.space, link.actor_id, known)


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
