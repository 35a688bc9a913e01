"""What waits for an administrator: people and bodies by their state, counted and listed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select, union_all

from mediation.db import db
from mediation.domain.administration import REGISTERED, AccountState, BodyState
from mediation.domain.danger import ROSTERED, Gap, gaps
from mediation.domain.roles import OrganisationKind
from mediation.models.accounts import Account, Membership
from mediation.models.danger import DutyTurn
from mediation.models.organisations import Organisation
from mediation.models.work import WorkItem
from mediation.queries.buckets import COUNT_CAP
from mediation.queries.danger import bodies_with_officers
from mediation.queries.organisations import PAGE

ACCOUNTS: dict[AccountState, ColumnElement[bool]] = {
    AccountState.INVITED: and_(Account.password_hash.is_(None), Account.suspended_at.is_(None)),
    AccountState.SUSPENDED: Account.suspended_at.is_not(None),
}


def _has_head() -> Any:
    return (
        select(Membership.id)
        .where(
            Membership.organisation_id == Organisation.id,
            Membership.is_head,
            Membership.ended_at.is_(None),
        )
        .exists()
    )


BODIES: dict[BodyState, ColumnElement[bool]] = {
    BodyState.UNREGISTERED: and_(
        Organisation.kind.in_(sorted(REGISTERED)),
        Organisation.registration == "",
        Organisation.suspended_at.is_(None),
    ),
    BodyState.HEADLESS: and_(
        Organisation.kind == OrganisationKind.MEDIATION_BODY,
        Organisation.suspended_at.is_(None),
        ~_has_head(),
    ),
    BodyState.SUSPENDED: Organisation.suspended_at.is_not(None),
}


def counts() -> dict[str, int]:
    """How many people and bodies are in each state, and how many there are; one statement."""
    asked: dict[str, Any] = {
        "people": select(Account.id),
        "bodies": select(Organisation.id),
        "work": select(WorkItem.id).where(WorkItem.body_id.is_(None), WorkItem.done_at.is_(None)),
        **{f"people.{state}": select(Account.id).where(is_so) for state, is_so in ACCOUNTS.items()},
        **{f"bodies.{state}": select(Organisation.id).where(it) for state, it in BODIES.items()},
    }
    parts = []
    for name, inner in asked.items():
        capped = inner.limit(COUNT_CAP + 1).subquery()
        counted = select(func.count()).select_from(capped).scalar_subquery()
        parts.append(select(literal(name), counted))
    return dict(db.session.execute(union_all(*parts)).all())


def bodies_in(state: BodyState, *, after: str = "") -> Sequence[Organisation]:
    """One page of the bodies in a state by name, plus one row to tell of a next page."""
    return db.session.scalars(
        select(Organisation)
        .where(BODIES[state], Organisation.name > after)
        .order_by(Organisation.name)
        .limit(PAGE + 1)
    ).all()


def roster_gaps(*, begin: datetime, end: datetime) -> list[tuple[Organisation, list[Gap]]]:
    """The bodies on whose roster nobody comes first at some time; two statements."""
    bodies = bodies_with_officers()
    turns = db.session.scalars(
        select(DutyTurn).where(
            DutyTurn.organisation_id.in_([body.id for body in bodies]),
            DutyTurn.ends_at > begin,
            DutyTurn.starts_at < end,
        )
    ).all()
    found = []
    for body in bodies:
        own = [turn for turn in turns if turn.organisation_id == body.id]
        missing = gaps(own, level=ROSTERED[0], begin=begin, end=end)
        if missing:
            found.append((body, missing))
    return found
