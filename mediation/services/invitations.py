"""Inviting people into a body, and accepting."""

import json
from datetime import datetime

from mediation.db import db, new_id
from mediation.domain.accounts import INVITATION_LASTS
from mediation.domain.errors import Refused
from mediation.domain.organisations import check_invitation
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.models.accounts import Account, Membership, PassKind
from mediation.models.organisations import Organisation
from mediation.queries.accounts import by_email, by_id
from mediation.queries.notices import DEFAULT_LOCALE, MAIL
from mediation.queries.organisations import is_member
from mediation.services.accounts import add_account
from mediation.services.doubles import refused_as
from mediation.services.notices import tell
from mediation.services.passes import issue_pass, use_pass


def invite_member(
    organisation: Organisation,
    *,
    email: str,
    name: str,
    role: Role,
    actor: Actor,
    now: datetime,
) -> str:
    """Send somebody a link with which they join; an older one for the same body ends.

    Returns the token of the link, for an operator who hands it over by another way.
    """
    check_invitation(actor, organisation.id, organisation.kind, role)
    account = _who_can_join(email, organisation, role) or add_account(email, name, now=now)
    token = issue_pass(
        PassKind.INVITATION,
        account_id=account.id,
        subject_id=organisation.id,
        content=json.dumps({"role": role}),
        lasts=INVITATION_LASTS,
        now=now,
    )
    tell(
        "invitation",
        key=f"invitation/{new_id()}",
        channel=MAIL,
        recipient=str(account.email),
        locale=account.locale or actor.locale or DEFAULT_LOCALE,
        now=now,
        path=f"/invitations/{token}",
        name=account.name,
        organisation=organisation.name,
        role_word=f"role.{role}",
    )
    return token


def _who_can_join(email: str, organisation: Organisation, role: Role) -> Account | None:
    account = by_email(email)
    if account is not None and account.suspended_at is not None:
        raise Refused("account_suspended")
    if account is not None and is_member(account.id, organisation.id, role):
        raise Refused("already_member", role=role)
    return account


def accept_invitation(
    token: str,
    *,
    name: str = "",
    password_hash: str | None = None,
    present_hash: str | None = None,
    now: datetime,
) -> tuple[Account, Membership]:
    """Join the body: a new person with a name and a password, a known one by their password.

    `present_hash` is what a known person's password was compared with before this transaction.
    """
    used = use_pass(PassKind.INVITATION, token, now=now)
    account = by_id(used.account_id) if used.account_id else None
    if account is None or account.suspended_at is not None:
        raise Refused("link_worn_out")
    if account.password_hash != present_hash:
        raise Refused("link_worn_out")  # Somebody has set a password in the meantime.
    if present_hash is None:
        account.password_hash = password_hash
        account.name = name or account.name
    role = Role(json.loads(used.content or "{}")["role"])
    organisation_id = int(used.subject_id or 0)
    return account, add_membership(account, organisation_id, role, now=now)


def add_membership(
    account: Account, organisation_id: int, role: Role, *, now: datetime
) -> Membership:
    """Give somebody a role in a body; refused where they have it already."""
    if is_member(account.id, organisation_id, role):
        raise Refused("already_member", role=role)
    membership = Membership(
        account_id=account.id, organisation_id=organisation_id, role=role, since_at=now
    )
    with refused_as("already_member", role=role):
        db.session.add(membership)
    return membership
