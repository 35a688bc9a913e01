"""Signing in, being seen, switching roles, and ending sign-ins."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, update

from mediation.db import db, rows_changed
from mediation.domain.accounts import Throttle, expires_at, make_token, same_address, token_hash
from mediation.domain.errors import NotFound, Refused
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.gateways.passwords import verify_password, waste_time
from mediation.models.accounts import Account, Membership, Session
from mediation.queries.accounts import Post, by_email, by_id, last_session, posts_of
from mediation.services.throttle import (
    check_throttle,
    count_failure,
    forget_failure,
    forget_failures,
    is_throttled,
)

# How long one can see where somebody was signed in, after it ended.
KEPT = timedelta(days=90)


class Origin(NamedTuple):
    """Where a try comes from: a network address, and the device if the account knows it."""

    address: str
    device: str = ""


class Attempt(NamedTuple):
    """A try at signing in, counted as failed until it succeeds."""

    account_id: int | None
    password_hash: str | None
    pair: str
    failure_ids: tuple[int, ...]


def begin_sign_in(email: str, *, origin: Origin, now: datetime) -> Attempt:
    """Count a try, and give what its password is to be compared with, outside any transaction.

    Raises Throttled after too many failures. An unknown address gives an attempt like any other.
    """
    person = same_address(email)
    pair = f"{person}\0{origin.device or origin.address}"
    check_throttle(Throttle.SIGN_IN, pair, now=now)
    if not origin.device:
        check_throttle(Throttle.ADDRESS, origin.address, now=now)
        if is_throttled(Throttle.SIGN_IN_ACCOUNT, person, now=now):
            check_throttle(Throttle.SIGN_IN_SUSPECT, pair, now=now)
    counted = {
        Throttle.SIGN_IN: pair,
        Throttle.SIGN_IN_SUSPECT: pair,
        Throttle.SIGN_IN_ACCOUNT: person,
        Throttle.ADDRESS: origin.address,
    }
    ids = tuple(count_failure(kind, key, now=now) for kind, key in counted.items())
    account = by_email(email)
    if account is None or account.suspended_at is not None:
        return Attempt(None, None, pair, ids)
    return Attempt(account.id, account.password_hash, pair, ids)


def begin_check(account_id: int, *, now: datetime) -> Attempt:
    """Count a try of somebody who is signed in, or holds a link, to show their password."""
    pair = f"{account_id}\0own"
    check_throttle(Throttle.SIGN_IN, pair, now=now)
    failure = count_failure(Throttle.SIGN_IN, pair, now=now)
    account = by_id(account_id)
    kept = account.password_hash if account is not None else None
    return Attempt(account_id, kept, pair, (failure,))


def is_right(attempt: Attempt, password: str) -> bool:
    """Whether this is the password; takes as long where there is none. Hold no transaction."""
    if attempt.password_hash is None:
        waste_time()
        return False
    return verify_password(attempt.password_hash, password)


def sign_in(
    attempt: Attempt, *, device: str, renewed_hash: str | None = None, now: datetime
) -> str:
    """Open a session for an attempt whose password was right; the token for its cookie.

    Raises Refused where password or account have changed since the attempt began.
    """
    account = by_id(attempt.account_id) if attempt.account_id else None
    if (
        account is None
        or account.suspended_at is not None
        or account.password_hash != attempt.password_hash
    ):
        raise Refused("sign_in_failed")
    if renewed_hash is not None:
        account.password_hash = renewed_hash
    forget_failure(*attempt.failure_ids)
    forget_failures(Throttle.SIGN_IN, attempt.pair)
    forget_failures(Throttle.SIGN_IN_SUSPECT, attempt.pair)
    return open_session(account, device=device, now=now)


def open_session(
    account: Account, *, device: str, membership_id: int | None = None, now: datetime
) -> str:
    """A new sign-in, in the role named or else used last; the token for its cookie."""
    posts = posts_of(account.id)
    named = [post for post in posts if post.membership.id == membership_id]
    post = named[0] if named else _post_to_begin_with(posts, last_session(account.id))
    role = post.membership.role if post else Role.COMPLAINANT
    token = make_token()
    db.session.add(
        Session(
            token_hash=token_hash(token),
            account_id=account.id,
            membership_id=post.membership.id if post else None,
            device=device,
            created_at=now,
            seen_at=now,
            expires_at=expires_at(role, began_at=now, now=now),
        )
    )
    return token


def open_visit(case_id: int, *, device: str, now: datetime) -> str:
    """A sign-in with the follow-up code of one case; the token for its cookie."""
    token = make_token()
    db.session.add(
        Session(
            token_hash=token_hash(token),
            case_id=case_id,
            device=device,
            created_at=now,
            seen_at=now,
            expires_at=expires_at(Role.COMPLAINANT, began_at=now, now=now),
        )
    )
    return token


def _post_to_begin_with(posts: list[Post], last: Session | None) -> Post | None:
    if len(posts) < 2 or last is None:
        return posts[0] if posts else None
    if last.membership_id is None:
        return None
    return next((post for post in posts if post.membership.id == last.membership_id), posts[0])


def change_role(actor: Actor, membership_id: int, *, now: datetime) -> str:
    """Go on in another role, or with 0 in one's own complaints; a new token for the cookie."""
    if actor.account_id is None:
        raise NotFound()
    post = next(
        (post for post in posts_of(actor.account_id) if post.membership.id == membership_id), None
    )
    if post is None and membership_id != 0:
        raise NotFound()
    old = db.session.get_one(Session, actor.session_id)
    role = post.membership.role if post else Role.COMPLAINANT
    token = make_token()
    db.session.add(
        Session(
            token_hash=token_hash(token),
            account_id=actor.account_id,
            membership_id=post.membership.id if post else None,
            device=old.device,
            # The longest time a sign-in may last is not made longer by switching.
            created_at=old.created_at,
            seen_at=now,
            expires_at=expires_at(role, began_at=old.created_at, now=now),
        )
    )
    old.ended_at = now
    return token


def see_session(session_id: int, *, role: Role, now: datetime) -> None:
    """Somebody was active: their sign-in lasts on, up to its longest time."""
    row = db.session.get(Session, session_id)
    if row is not None and row.ended_at is None:
        row.seen_at = now
        row.expires_at = expires_at(role, began_at=row.created_at, now=now)


def end_session(session_id: int, *, account_id: int | None, now: datetime) -> None:
    """End one sign-in: of this account, or with None of a visitor; another's is not found."""
    ended = rows_changed(
        update(Session)
        .where(
            Session.id == session_id,
            Session.account_id.is_(None)
            if account_id is None
            else Session.account_id == account_id,
            Session.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    if not ended:
        raise NotFound()


def end_sessions(account_id: int, *, but: int | None = None, now: datetime) -> int:
    """End every sign-in of an account, but for one; how many that were."""
    query = update(Session).where(Session.account_id == account_id, Session.ended_at.is_(None))
    if but is not None:
        query = query.where(Session.id != but)
    return rows_changed(query.values(ended_at=now))


def end_sessions_in(membership: Membership, *, now: datetime) -> None:
    """End every sign-in in one role."""
    db.session.execute(
        update(Session)
        .where(
            Session.account_id == membership.account_id,  # By which there is an index.
            Session.membership_id == membership.id,
            Session.ended_at.is_(None),
        )
        .values(ended_at=now)
    )


def forget_old_sessions(*, now: datetime) -> int:
    """Delete sign-ins that ended long ago; how many rows that were."""
    return rows_changed(delete(Session).where(Session.expires_at < now - KEPT))
