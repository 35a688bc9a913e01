"""Accounts: opened, changed, given a new password, suspended."""

import json
from datetime import datetime
from typing import Any

from mediation.db import db, new_id
from mediation.domain.accounts import REGISTRATION_LASTS, RESET_LASTS, Throttle, same_address
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.keyring import blind
from mediation.models.accounts import Account, PassKind
from mediation.queries.accounts import by_email, by_id, email_blind, locked
from mediation.queries.notices import DEFAULT_LOCALE, MAIL
from mediation.queries.organisations import bodies_of
from mediation.services.doubles import refused_as
from mediation.services.notices import tell
from mediation.services.outbox import leave_unsent
from mediation.services.passes import issue_pass, use_pass
from mediation.services.sessions import end_sessions
from mediation.services.throttle import check_throttle, count_failure


def add_account(email: str, name: str, *, locale: str | None = None, now: datetime) -> Account:
    """A new account without a password; whoever reads its mail can set one."""
    if by_email(email) is not None:
        raise Refused("address_taken")
    account = Account(
        email=email.strip(),
        email_blind=email_blind(email),
        name=name,
        locale=locale,
        created_at=now,
    )
    with refused_as("address_taken"):
        db.session.add(account)
    return account


def check_mailing(email: str, *, address: str, now: datetime) -> None:
    """Refuse to write to the same person, or on behalf of the same asker, all too often."""
    person = same_address(email)
    check_throttle(Throttle.MAIL_TO, person, now=now)
    check_throttle(Throttle.MAIL_FROM, address, now=now)
    count_failure(Throttle.MAIL_TO, person, now=now)
    count_failure(Throttle.MAIL_FROM, address, now=now)


def ask_registration(email: str, name: str, *, locale: str, address: str, now: datetime) -> None:
    """Send a link with which an account can be opened; to a known address, that it is known.

    Whoever asks is told the same either way, so nobody learns who has an account.
    """
    check_mailing(email, address=address, now=now)
    account = by_email(email)
    # Made either way, though perhaps never sent: both answers cost the same.
    asked = json.dumps({"email": email.strip(), "name": name, "locale": locale})
    token = issue_pass(PassKind.REGISTRATION, content=asked, lasts=REGISTRATION_LASTS, now=now)
    if account is not None:
        owner = str(account.email)
        _tell("account_exists", owner, locale=locale, now=now, path="/password/reset")
        return
    path = f"/register/{token}"
    _tell("registration", email, locale=locale, now=now, path=path, name=name)


def register_account(token: str, *, password_hash: str, now: datetime) -> Account:
    """Open the account that a link was sent for."""
    asked = json.loads(use_pass(PassKind.REGISTRATION, token, now=now).content or "{}")
    if by_email(asked["email"]) is not None:
        raise Refused("link_worn_out")  # A second link for the same address.
    account = add_account(asked["email"], asked["name"], locale=asked["locale"], now=now)
    account.password_hash = password_hash
    return account


def ask_reset(email: str, *, locale: str, address: str, now: datetime) -> None:
    """Send a link with which a new password can be set; to an unknown address, that it is unknown.

    Whoever asks is told the same either way.
    """
    check_mailing(email, address=address, now=now)
    account = by_email(email)
    owner_id = account.id if account is not None else None
    token = issue_pass(PassKind.PASSWORD_RESET, account_id=owner_id, lasts=RESET_LASTS, now=now)
    if account is None or account.suspended_at is not None:
        _tell("no_account", email, locale=locale, now=now, path="/status")
        return
    # To the address as it is kept: what was typed may be another mailbox that only folds to it.
    path = f"/password/reset/{token}"
    owner = str(account.email)
    _tell("password_reset", owner, locale=account.locale or locale, now=now, path=path)


def reset_password(token: str, *, password_hash: str, now: datetime) -> Account:
    """Set the new password; every sign-in ends, and the owner is told."""
    used = use_pass(PassKind.PASSWORD_RESET, token, now=now)
    account = by_id(used.account_id) if used.account_id else None
    if account is None or account.suspended_at is not None:
        raise Refused("link_worn_out")
    account.password_hash = password_hash
    end_sessions(account.id, now=now)
    _tell_changed(account, now)
    return account


def change_password(
    actor: Actor, *, present_hash: str | None, password_hash: str, now: datetime
) -> None:
    """Set a new password; every other sign-in ends, and the owner is told.

    `present_hash` is what the present password was compared with before this transaction.
    """
    account = _own(actor)
    if account.password_hash != present_hash:
        raise Refused("password_wrong")
    account.password_hash = password_hash
    end_sessions(account.id, but=actor.session_id, now=now)
    _tell_changed(account, now)


def describe_account(actor: Actor, *, name: str, locale: str, phone: str | None = None) -> None:
    """Change one's own name, language and, where it is said, number for urgent texts."""
    account = _own(actor)
    account.name = name
    account.locale = locale
    if phone is not None:
        set_phone(account, phone)


def set_phone(account: Account, phone: str) -> None:
    """Keep a number and its fingerprint; none where it is empty."""
    account.phone = phone or None
    account.phone_blind = blind("phone", phone) if phone else None


def suspend_account(account: Account, *, actor: Actor, now: datetime) -> None:
    """Let somebody in no more; whatever they are signed in to ends at once."""
    _check_may_run_accounts(actor, account)
    if account.suspended_at is None:
        account.suspended_at = now
        end_sessions(account.id, now=now)
        for organisation_id in bodies_of(account.id):
            leave_unsent(str(account.email), organisation_id, now=now)


def resume_account(account: Account, *, actor: Actor) -> None:
    """Let a suspended person in again."""
    _check_may_run_accounts(actor, account)
    account.suspended_at = None


def end_all_sessions(account: Account, *, actor: Actor, now: datetime) -> int:
    """Sign somebody out everywhere; how many sign-ins that ended."""
    _check_may_run_accounts(actor, account)
    return end_sessions(account.id, now=now)


def _check_may_run_accounts(actor: Actor, account: Account) -> None:
    if actor.role not in (Role.ADMIN, Role.SYSTEM):
        raise NotPermitted("not_permitted")
    if actor.account_id == account.id:
        raise Refused("not_to_yourself")


def _own(actor: Actor) -> Account:
    account = locked(actor.account_id) if actor.account_id is not None else None
    if account is None:
        raise NotPermitted("not_permitted")
    return account


def _tell_changed(account: Account, now: datetime) -> None:
    _tell(
        "password_changed",
        str(account.email),
        locale=account.locale or DEFAULT_LOCALE,
        now=now,
        path="/password/reset",
        changed_at=now,
    )


def _tell(kind: str, email: str, *, locale: str, now: datetime, **facts: Any) -> None:
    key = f"{kind}/{new_id()}"
    tell(kind, key=key, channel=MAIL, recipient=email, locale=locale, now=now, **facts)
