"""Bodies and the people in them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import or_, select

from mediation.db import db
from mediation.domain.roles import OrganisationKind, Role
from mediation.models.accounts import Account, Membership
from mediation.models.organisations import Organisation

PAGE = 50


class Member(NamedTuple):
    """Somebody's running role in a body."""

    membership: Membership
    account: Account


def by_id(organisation_id: int) -> Organisation | None:
    """A body by its key, as it is now."""
    return db.session.scalar(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .execution_options(populate_existing=True)
    )


def by_name(name: str) -> Organisation | None:
    """The body that is called so."""
    return db.session.scalar(select(Organisation).where(Organisation.name == name.strip()))


def taking_cases(kind: OrganisationKind) -> Sequence[Organisation]:
    """The bodies of one kind that take new cases, by name."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.kind == kind, Organisation.suspended_at.is_(None))
        .order_by(Organisation.name)
    ).all()


def listed(kind: OrganisationKind, *, words: str = "", after: str = "") -> Sequence[Organisation]:
    """One page of the bodies of one kind by name, plus one row to tell of a next page."""
    query = select(Organisation).where(Organisation.kind == kind, Organisation.name > after)
    if words:
        query = query.where(
            or_(
                Organisation.name.icontains(words, autoescape=True),
                Organisation.name_en.icontains(words, autoescape=True),
                Organisation.aliases.icontains(words, autoescape=True),
            )
        )
    return db.session.scalars(query.order_by(Organisation.name).limit(PAGE + 1)).all()


def members_of(organisation_id: int, *, after: int = 0) -> list[Member]:
    """One page of the people in a body, those longest in it first, plus one row."""
    rows = db.session.execute(
        select(Membership, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.ended_at.is_(None),
            Membership.id > after,
        )
        .order_by(Membership.id)
        .limit(PAGE + 1)
    )
    return [Member(*row) for row in rows]


def heads_of(organisation_id: int) -> Sequence[Membership]:
    """The running role of whoever is the head of a body."""
    return db.session.scalars(
        select(Membership).where(
            Membership.organisation_id == organisation_id,
            Membership.is_head,
            Membership.ended_at.is_(None),
        )
    ).all()


def membership_in(organisation_id: int, membership_id: int) -> Membership | None:
    """A running role in this very body."""
    return db.session.scalar(
        select(Membership).where(
            Membership.id == membership_id,
            Membership.organisation_id == organisation_id,
            Membership.ended_at.is_(None),
        )
    )


def bodies_of(account_id: int) -> set[int]:
    """The bodies in which somebody has a role now."""
    return set(
        db.session.scalars(
            select(Membership.organisation_id).where(
                Membership.account_id == account_id, Membership.ended_at.is_(None)
            )
        )
    )


def is_member(account_id: int, organisation_id: int, role: Role) -> bool:
    """Whether somebody has this role in this body."""
    return (
        db.session.scalar(
            select(Membership.id).where(
                Membership.account_id == account_id,
                Membership.organisation_id == organisation_id,
                Membership.role == role,
                Membership.ended_at.is_(None),
            )
        )
        is not None
    )
