"""Bodies and people of the demo world, as `rules/world/people.toml` invents them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from mediation.db import db
from mediation.domain.permissions import Actor, system
from mediation.domain.roles import (
    HELD_BY_PERSON,
    LenderKind,
    MediationKind,
    OrganisationKind,
    Role,
)
from mediation.domain.rulebook import rules
from mediation.models.accounts import Account, Membership
from mediation.models.cases import Case
from mediation.models.organisations import Organisation
from mediation.queries.accounts import by_email
from mediation.queries.organisations import by_name
from mediation.services.accounts import add_account
from mediation.services.invitations import add_membership
from mediation.services.organisations import create_organisation

LONG_AGO = timedelta(days=400)


def told() -> dict[str, Any]:
    """What the file says."""
    known: dict[str, Any] = rules("world/people.toml").value
    return known


def logins() -> list[dict[str, Any]]:
    """Those who can sign in, in the order in which they are printed."""
    return [row for row in told()["person"] if row.get("signs_in")]


def is_loaded() -> bool:
    """Whether the demo world is there."""
    return by_email(logins()[0]["email"]) is not None


def has_real_people() -> bool:
    """Whether anybody here is not invented: an account, or a complaint of somebody without one."""
    if db.session.scalar(select(Account.id).where(Account.is_demo.is_(False)).limit(1)):
        return True
    invented = db.session.scalar(select(Account.id).limit(1)) is not None
    return not invented and db.session.scalar(select(Case.id).limit(1)) is not None


def found_bodies(now: datetime) -> dict[str, Organisation]:
    """Every body by its short name; one that is there already is taken as it is."""
    bodies = {}
    for row in told()["body"]:
        bodies[row["key"]] = by_name(row["name"]) or create_organisation(
            OrganisationKind(row["kind"]),
            row["name"],
            name_en=row["name_en"],
            aliases=row.get("aliases", ""),
            lender_kind=LenderKind(row["lender_kind"]) if "lender_kind" in row else None,
            mediation_kind=(
                MediationKind(row["mediation_kind"]) if "mediation_kind" in row else None
            ),
            registration=row.get("registration", ""),
            paid_by=row.get("paid_by", ""),
            actor=system(),
            now=now - LONG_AGO,
        )
    db.session.flush()
    return bodies


def add_people(
    bodies: dict[str, Organisation], *, password_hash: str, now: datetime
) -> dict[str, Actor]:
    """Everybody by their short name, as the verbs know them."""
    actors = {}
    for row in told()["person"]:
        account = add_account(row["email"], row["name"], locale=row["locale"], now=now - LONG_AGO)
        account.is_demo = True
        account.languages = row.get("languages", "zh_CN")
        account.specialisms = row.get("specialisms", "")
        if "absent_days" in row:
            account.absent_until_at = now + timedelta(days=row["absent_days"])
        if row.get("signs_in"):
            account.password_hash = password_hash
        body = bodies[row["body"]] if "body" in row else None
        post = (
            add_membership(account, body.id, Role(row["role"]), now=now - LONG_AGO)
            if body
            else None
        )
        if post is not None:
            post.is_head = row.get("head", False)
        actors[row["key"]] = _actor(account, post, body)
    db.session.flush()
    return actors


def _actor(account: Account, post: Membership | None, body: Organisation | None) -> Actor:
    role = post.role if post else Role.COMPLAINANT
    return Actor(
        role=role,
        holder_id=account.id if body is None or role in HELD_BY_PERSON else body.id,
        account_id=account.id,
        organisation_id=body.id if body else None,
        membership_id=post.id if post else None,
        name=account.name or "",
        organisation_name=body.name if body else "",
        locale=account.locale,
    )
