"""Accounts, sessions and the actor that a session stands for; roles; one-time links."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, literal, select

from mediation.db import db
from mediation.domain.accounts import same_address, token_hash
from mediation.domain.permissions import Actor
from mediation.domain.roles import HELD_BY_PERSON, Role
from mediation.keyring import blind
from mediation.models.accounts import Account, Membership, Pass, PassKind, Session
from mediation.models.organisations import Organisation
from mediation.queries.inbox import unread_of


def actor_of_session(token_hash: bytes, *, as_of: datetime) -> Actor | None:
    """Who a running session stands for, in the role it has chosen; one statement."""
    found = {"which": token_hash, "as_of": as_of}
    return _actor(db.session.execute(_sign_in(by_token=True), found).first())


def again(actor: Actor) -> Actor | None:
    """The same actor as the database knows them now; None when the sign-in or role is over.

    The system, and actors made without a session (commands, tests), are taken as they are.
    """
    if actor.session_id is None:
        return actor
    found = {"which": actor.session_id}
    return _actor(db.session.execute(_sign_in(by_token=False), found).first())


@cache
def _sign_in(*, by_token: bool) -> Select:
    """Made once, and of plain columns: putting a statement together costs more than running it."""
    session, account = Session.__table__.c, Account.__table__.c
    membership, organisation = Membership.__table__.c, Organisation.__table__.c
    query = (
        select(
            session.id,
            session.seen_at,
            session.account_id,
            session.case_id,
            session.membership_id,
            account.name,
            account.locale,
            account.suspended_at,
            membership.role,
            organisation.id.label("organisation_id"),
            organisation.name.label("organisation_name"),
            # Every page says it; whoever is read again inside a transaction shows no page.
            (unread_of(account.id) if by_token else literal(0)).label("unread"),
        )
        .select_from(Session.__table__)
        .outerjoin(Account.__table__, account.id == session.account_id)
        .outerjoin(
            Membership.__table__,
            and_(membership.id == session.membership_id, membership.ended_at.is_(None)),
        )
        .outerjoin(Organisation.__table__, organisation.id == membership.organisation_id)
        .where(session.ended_at.is_(None))
    )
    if by_token:
        return query.where(
            session.token_hash == bindparam("which"), session.expires_at > bindparam("as_of")
        )
    return query.where(session.id == bindparam("which"))


def _actor(row: Row | None) -> Actor | None:
    """The actor that a sign-in makes; None for a suspended account or an ended role."""
    if row is None or row.suspended_at is not None:
        return None
    sign_in: dict[str, Any] = {"session_id": row.id, "seen_at": row.seen_at}
    if row.account_id is None:
        # A visitor with a follow-up code works at the desk that is the case itself.
        return Actor(role=Role.COMPLAINANT, holder_id=row.case_id, **sign_in)
    person: dict[str, Any] = {
        "account_id": row.account_id,
        "unread": row.unread,
        "name": Account.name.open(row.account_id, row.name),
        "locale": row.locale,
        **sign_in,
    }
    if row.membership_id is None:
        return Actor(role=Role.COMPLAINANT, holder_id=row.account_id, **person)
    if row.role is None or row.organisation_id is None:
        return None
    return Actor(
        role=row.role,
        holder_id=row.account_id if row.role in HELD_BY_PERSON else row.organisation_id,
        organisation_id=row.organisation_id,
        membership_id=row.membership_id,
        organisation_name=row.organisation_name,
        **person,
    )


class Post(NamedTuple):
    """A running role of somebody, and the body in which they have it."""

    membership: Membership
    organisation: Organisation


def email_blind(email: str) -> bytes:
    """The fingerprint by which an account is found."""
    return blind("email", same_address(email))


def by_email(email: str) -> Account | None:
    """The account with this address, however it is capitalised."""
    return db.session.scalar(select(Account).where(Account.email_blind == email_blind(email)))


def by_id(account_id: int) -> Account | None:
    """An account by its key, as it is now."""
    return db.session.scalar(_by_id(account_id))


def locked(account_id: int) -> Account | None:
    """The account, locked: of two who change it the second sees what the first did."""
    return db.session.scalar(_by_id(account_id).with_for_update(key_share=True))


def _by_id(account_id: int) -> Select[tuple[Account]]:
    return select(Account).where(Account.id == account_id).execution_options(populate_existing=True)


def posts_of(account_id: int) -> list[Post]:
    """The roles that somebody can act in, oldest first.

    In a suspended body too: it takes no new cases, and its people see to those they have.
    """
    rows = db.session.execute(
        select(Membership, Organisation)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.account_id == account_id,
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.id)
    )
    return [Post(*row) for row in rows]


def last_session(account_id: int) -> Session | None:
    """The latest sign-in of an account, ended or not."""
    return db.session.scalar(
        select(Session).where(Session.account_id == account_id).order_by(Session.id.desc()).limit(1)
    )


def sessions_of(account_id: int, *, as_of: datetime) -> Sequence[Session]:
    """The running sign-ins of an account, the latest seen first."""
    return db.session.scalars(
        select(Session)
        .where(
            Session.account_id == account_id,
            Session.ended_at.is_(None),
            Session.expires_at > as_of,
        )
        .order_by(Session.seen_at.desc(), Session.id.desc())
    ).all()


def standing_pass(kind: PassKind, token: str, *, as_of: datetime) -> Pass | None:
    """The one-time link of this token, while it can still be used; looking uses up nothing."""
    if not token.strip():
        return None
    return db.session.scalar(
        select(Pass).where(
            Pass.token_hash == token_hash(token),
            Pass.kind == kind,
            Pass.used_at.is_(None),
            Pass.expires_at > as_of,
        )
    )


class Person(NamedTuple):
    """An account with the roles that it has now."""

    account: Account
    posts: list[Post]


def people(
    *, before: int | None = None, most: int, which: ColumnElement[bool] | None = None
) -> list[Person]:
    """One page of accounts, the newest first, or of those of whom `which` is so; two statements."""
    query = select(Account) if which is None else select(Account).where(which)
    if before is not None:
        query = query.where(Account.id < before)
    accounts = list(db.session.scalars(query.order_by(Account.id.desc()).limit(most)))
    rows = db.session.execute(
        select(Membership, Organisation)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.account_id.in_([account.id for account in accounts]),
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.id)
    )
    posts: dict[int, list[Post]] = {}
    for row in rows:
        posts.setdefault(row.Membership.account_id, []).append(Post(*row))
    return [Person(account, posts.get(account.id, [])) for account in accounts]
