"""Who is willing, which mediators there are and how busy; what was disclosed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select, union

from mediation.db import db
from mediation.domain.assignment import Obstacle, Replacement, obstacle
from mediation.domain.lifecycle import OPEN
from mediation.domain.roles import Desk, Role
from mediation.domain.spaces import Side
from mediation.models.accounts import Account, Membership
from mediation.models.assignment import Assignment, Disclosure, Willingness
from mediation.models.cases import Case, Seat
from mediation.models.organisations import Conflict
from mediation.models.parties import Company


class Candidate(NamedTuple):
    """A mediator of the body, as an officer weighs them for one case."""

    account: Account
    load: int  # Open cases on their desk.
    obstacle: Obstacle | None
    refused: str | None  # Why they refused this very case before.


def open_questions(case: Case) -> dict[Side, Willingness]:
    """The running question to each side, whether answered or not."""
    rows = db.session.scalars(
        select(Willingness).where(Willingness.case_id == case.id, Willingness.ended_at.is_(None))
    )
    return {row.side: row for row in rows}


def running(case: Case) -> Assignment | None:
    """The mediator to whom the case is offered, or who has it."""
    return db.session.scalar(
        select(Assignment).where(Assignment.case_id == case.id, Assignment.ended_at.is_(None))
    )


def last_mediator_id(case: Case) -> int | None:
    """The mediator who has the case, or had it last."""
    return db.session.scalar(
        select(Assignment.mediator_id)
        .where(Assignment.case_id == case.id, Assignment.accepted_at.is_not(None))
        .order_by(Assignment.id.desc())
        .limit(1)
    )


def company_ids(case: Case) -> frozenset[int]:
    """The known companies that still stand in the case."""
    return frozenset(
        db.session.scalars(
            select(Company.organisation_id).where(
                Company.case_id == case.id,
                Company.organisation_id.is_not(None),
                Company.ended_at.is_(None),
            )
        )
    )


def candidates(case: Case, *, now: datetime) -> list[Candidate]:
    """The mediators of the case's body, those who can be offered it first, the least busy first."""
    accounts = db.session.scalars(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.organisation_id == case.body_id,
            Membership.role == Role.MEDIATOR,
            Membership.ended_at.is_(None),
            Account.suspended_at.is_(None),
        )
        .order_by(Account.id)
    ).all()
    found = _weighed(case, accounts, now=now)
    return sorted(found, key=lambda one: (one.obstacle is not None, one.load, one.account.id))


def candidate(case: Case, account_id: int, *, now: datetime) -> Candidate | None:
    """One mediator of the case's body, weighed for this case."""
    account = db.session.scalar(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Account.id == account_id,
            Membership.organisation_id == case.body_id,
            Membership.role == Role.MEDIATOR,
            Membership.ended_at.is_(None),
            Account.suspended_at.is_(None),
        )
    )
    return _weighed(case, [account], now=now)[0] if account else None


def _weighed(case: Case, accounts: Sequence[Account], *, now: datetime) -> list[Candidate]:
    ids = [account.id for account in accounts]
    loads = loads_of(ids)
    tied = _tied(case, ids)
    past = _past(case)
    return [
        Candidate(
            account,
            loads.get(account.id, 0),
            obstacle(
                tied=account.id in tied,
                was_replaced=past.get(account.id) in set(Replacement),
                absent_from_at=account.absent_from_at,
                absent_until_at=account.absent_until_at,
                now=now,
            ),
            past.get(account.id),
        )
        for account in accounts
    ]


def loads_of(account_ids: Collection[int]) -> dict[int, int]:
    """How many open cases lie with each of these mediators; one statement."""
    rows = db.session.execute(
        select(Seat.holder_id, func.count())
        .where(
            Seat.holder_id.in_(account_ids),
            Seat.desk == Desk.MEDIATOR,
            Seat.stage.in_(sorted(OPEN)),
        )
        .group_by(Seat.holder_id)
    )
    return dict(rows.all())


def _tied(case: Case, account_ids: Collection[int]) -> set[int]:
    """Those with a declared tie to a company of the case, a post in one, or a side of their own."""
    companies = company_ids(case)
    declared = select(Conflict.account_id).where(
        Conflict.account_id.in_(account_ids),
        Conflict.organisation_id.in_(companies),
        Conflict.ended_at.is_(None),
    )
    employed = select(Membership.account_id).where(
        Membership.account_id.in_(account_ids),
        Membership.organisation_id.in_(companies),
        Membership.ended_at.is_(None),
    )
    own = {seat.holder_id for seat in case.seats if seat.desk is Desk.COMPLAINANT}
    return own | set(db.session.scalars(union(declared, employed)))


def _past(case: Case) -> dict[int, str]:
    rows = db.session.execute(
        select(Assignment.mediator_id, Assignment.reason)
        .where(Assignment.case_id == case.id, Assignment.reason.is_not(None))
        .order_by(Assignment.id)
    )
    return {mediator_id: reason for mediator_id, reason in rows if reason}


def disclosures(case: Case) -> list[Disclosure]:
    """The ties that mediators disclosed on this case, the newest first."""
    return list(
        db.session.scalars(
            select(Disclosure).where(Disclosure.case_id == case.id).order_by(Disclosure.id.desc())
        )
    )


def disclosure(case: Case, disclosure_id: int) -> Disclosure | None:
    """One disclosed tie of this very case."""
    return db.session.scalar(
        select(Disclosure).where(Disclosure.case_id == case.id, Disclosure.id == disclosure_id)
    )
