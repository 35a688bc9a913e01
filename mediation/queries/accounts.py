"""Accounts, sessions and the actor that a session stands for."""

from datetime import datetime

from sqlalchemy import and_, select

from mediation.db import db
from mediation.domain.permissions import Actor
from mediation.domain.roles import HELD_BY_PERSON, Role
from mediation.models.accounts import Account, Membership, Session
from mediation.models.organisations import Organisation


def actor_of_session(token_hash: bytes, *, as_of: datetime) -> Actor | None:
    """Who a running session stands for, in the role it has chosen; one statement."""
    return _actor(Session.token_hash == token_hash, as_of)


def again(actor: Actor) -> Actor | None:
    """The same actor as the database knows them now; None when the sign-in or role is over.

    The system, and actors made without a session (commands, tests), are taken as they are.
    """
    if actor.session_id is None:
        return actor
    return _actor(Session.id == actor.session_id, None)


def _actor(which, as_of: datetime | None) -> Actor | None:
    query = (
        select(Session, Account, Membership, Organisation)
        .outerjoin(Account, Account.id == Session.account_id)
        .outerjoin(
            Membership,
            and_(Membership.id == Session.membership_id, Membership.ended_at.is_(None)),
        )
        .outerjoin(
            Organisation,
            and_(
                Organisation.id == Membership.organisation_id,
                Organisation.suspended_at.is_(None),
            ),
        )
        .where(which, Session.ended_at.is_(None))
        .execution_options(populate_existing=True)
    )
    if as_of is not None:
        query = query.where(Session.expires_at > as_of)
    row = db.session.execute(query).first()
    return None if row is None else actor_from(*row)


def actor_from(
    session: Session,
    account: Account | None,
    membership: Membership | None,
    organisation: Organisation | None,
) -> Actor | None:
    """The actor that these rows make; None for a suspended account or an ended role."""
    if account is None:
        # A visitor with a follow-up code works at the desk that is the case itself.
        return Actor(role=Role.COMPLAINANT, holder_id=session.case_id, session_id=session.id)
    if account.suspended_at is not None:
        return None
    if session.membership_id is None:
        return Actor(
            role=Role.COMPLAINANT,
            holder_id=account.id,
            account_id=account.id,
            session_id=session.id,
            name=account.name,
            locale=account.locale,
        )
    if membership is None or organisation is None:
        return None
    return Actor(
        role=membership.role,
        holder_id=account.id if membership.role in HELD_BY_PERSON else organisation.id,
        account_id=account.id,
        organisation_id=organisation.id,
        membership_id=membership.id,
        session_id=session.id,
        name=account.name,
        organisation_name=organisation.name,
        locale=account.locale,
    )
