"""Mediators as their body knows them: what they say of themselves, and their ties."""

from typing import NamedTuple

from sqlalchemy import select

from mediation.db import db
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.models.accounts import Account, Membership
from mediation.models.organisations import Conflict, Organisation
from mediation.queries.assignment import loads_of


class Tie(NamedTuple):
    """A declared tie that stands, and the company."""

    conflict: Conflict
    company: Organisation


def ties_of(account_ids: list[int]) -> dict[int, list[Tie]]:
    """The ties that these people declared and that stand, by person; one statement."""
    rows = db.session.execute(
        select(Conflict, Organisation)
        .join(Organisation, Organisation.id == Conflict.organisation_id)
        .where(Conflict.account_id.in_(account_ids), Conflict.ended_at.is_(None))
        .order_by(Organisation.name, Conflict.id)
    )
    found: dict[int, list[Tie]] = {}
    for conflict, company in rows:
        found.setdefault(conflict.account_id, []).append(Tie(conflict, company))
    return found


class Profile(NamedTuple):
    """A mediator of a body, with ties and how many open cases lie with them."""

    account: Account
    ties: list[Tie]
    load: int


def mediators(*, actor: Actor) -> list[Profile]:
    """The mediators of the body for which somebody acts; three statements."""
    accounts = db.session.scalars(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.organisation_id == (actor.organisation_id or -1),
            Membership.role == Role.MEDIATOR,
            Membership.ended_at.is_(None),
            Account.suspended_at.is_(None),
        )
        .order_by(Account.id)
        .distinct()
    ).all()
    ids = [account.id for account in accounts]
    ties, loads = ties_of(ids), loads_of(ids)
    return [
        Profile(account, ties.get(account.id, []), loads.get(account.id, 0)) for account in accounts
    ]
