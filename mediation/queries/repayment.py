"""Instalments, what is paid on them, and breaches."""

from typing import NamedTuple

from sqlalchemy import case as when
from sqlalchemy import func, select

from mediation.db import db
from mediation.models.cases import Case
from mediation.models.repayment import Breach, Instalment, Payment


class Line(NamedTuple):
    """An instalment with the sums that were confirmed and that wait for an answer."""

    instalment: Instalment
    paid_fen: int
    reported_fen: int

    @property
    def rest_fen(self) -> int:
        """What nobody has reported yet."""
        return max(0, self.instalment.amount_fen - self.paid_fen - self.reported_fen)


def schedule(case: Case) -> list[Line]:
    """The plan that stands: the instalments of the newest agreement, award or judgment."""
    newest = (
        select(Instalment.schedule_id)
        .where(Instalment.case_id == case.id)
        .order_by(Instalment.schedule_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    confirmed = when((Payment.confirmed_at.is_not(None), Payment.amount_fen), else_=0)
    waiting = when(
        (Payment.confirmed_at.is_(None) & Payment.disputed_at.is_(None), Payment.amount_fen),
        else_=0,
    )
    sums = (
        select(
            Payment.instalment_id,
            func.sum(confirmed).label("paid"),
            func.sum(waiting).label("reported"),
        )
        .where(Payment.case_id == case.id)
        .group_by(Payment.instalment_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Instalment, func.coalesce(sums.c.paid, 0), func.coalesce(sums.c.reported, 0))
        .outerjoin(sums, sums.c.instalment_id == Instalment.id)
        .where(Instalment.case_id == case.id, Instalment.schedule_id == newest)
        .order_by(Instalment.number)
    )
    return [Line(row[0], int(row[1]), int(row[2])) for row in rows]


def payments(case: Case) -> list[Payment]:
    """Everything that was reported on this case, newest first."""
    rows = db.session.scalars(
        select(Payment).where(Payment.case_id == case.id).order_by(Payment.id.desc()).limit(200)
    )
    return list(rows)


def report(case: Case, report_id: int) -> list[Payment]:
    """The parts of one reported transfer."""
    rows = db.session.scalars(
        select(Payment)
        .where(Payment.case_id == case.id, Payment.report_id == report_id)
        .order_by(Payment.id)
    )
    return list(rows)


def unsettled(case: Case) -> list[Instalment]:
    """Instalments of any plan of this case that are neither paid nor waived, the first first."""
    rows = db.session.scalars(
        select(Instalment)
        .where(Instalment.case_id == case.id, Instalment.settled_at.is_(None))
        .order_by(Instalment.due_on, Instalment.number)
    )
    return list(rows)


def open_breach(case: Case) -> Breach | None:
    """The breach that was declared and not put right."""
    return db.session.scalar(
        select(Breach).where(Breach.case_id == case.id, Breach.ended_at.is_(None))
    )
