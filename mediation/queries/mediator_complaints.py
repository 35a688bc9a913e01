"""Complaints about mediators: each side's own, and those that an officer may see."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, select

from mediation.db import db
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.domain.spaces import SIDE_OF, Side
from mediation.models.accounts import Account
from mediation.models.assignment import MediatorComplaint
from mediation.models.cases import Case
from mediation.models.organisations import Organisation

PAGE = 50


def own(case: Case, *, actor: Actor) -> list[MediatorComplaint]:
    """What the actor's side of the case has complained of, with the answers.

    Of companies each reads its own: one to which a case is re-pointed is not the one before it.
    """
    side = SIDE_OF[actor.role]
    query = select(MediatorComplaint).where(
        MediatorComplaint.case_id == case.id, MediatorComplaint.side == side
    )
    if side is Side.LENDER:
        query = query.where(MediatorComplaint.organisation_id == actor.organisation_id)
    return list(db.session.scalars(query.order_by(MediatorComplaint.id.desc())))


class Complained(NamedTuple):
    """A complaint about a mediator, with the case and the mediator's name."""

    complaint: MediatorComplaint
    reference: str
    mediator: Account


def _complaints(actor: Actor) -> Select[MediatorComplaint, str, Account]:
    """The complaints that an officer may see: their body's, and never one about themselves."""
    return (
        select(MediatorComplaint, Case.reference, Account)
        .join(Case, Case.id == MediatorComplaint.case_id)
        .join(Account, Account.id == MediatorComplaint.mediator_id)
        .where(
            MediatorComplaint.body_id == actor.organisation_id,
            MediatorComplaint.mediator_id != actor.account_id,
        )
    )


def listed(*, actor: Actor, before: int | None = None) -> list[Complained]:
    """One page of complaints about the body's mediators, the newest first, and one row more."""
    query = _complaints(actor)
    if before is not None:
        query = query.where(MediatorComplaint.id < before)
    rows = db.session.execute(query.order_by(MediatorComplaint.id.desc()).limit(PAGE + 1))
    return [Complained(*row) for row in rows]


def by_id(complaint_id: int, *, actor: Actor) -> Complained | None:
    """One complaint about a mediator, if this officer may see it."""
    row = db.session.execute(_complaints(actor).where(MediatorComplaint.id == complaint_id)).first()
    return Complained(*row) if row else None


class Overseen(NamedTuple):
    """A complaint about a mediator as a supervisor sees it: no case, and no word of it."""

    id: int
    side: Side
    made_at: datetime
    answered_at: datetime | None
    mediator: Account
    body: Organisation


def overseen(*, actor: Actor, before: int | None = None) -> list[Overseen]:
    """One page of the complaints about mediators of every body, the newest first, and one more."""
    if actor.role is not Role.SUPERVISOR:
        return []
    made = MediatorComplaint
    query = (
        select(made.id, made.side, made.made_at, made.answered_at, Account, Organisation)
        .join(Account, Account.id == made.mediator_id)
        .join(Organisation, Organisation.id == made.body_id)
        .where(made.mediator_id != actor.account_id)
    )
    if before is not None:
        query = query.where(made.id < before)
    rows = db.session.execute(query.order_by(made.id.desc()).limit(PAGE + 1))
    return [Overseen(*row) for row in rows]
