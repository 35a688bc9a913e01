"""Bodies: founded, described, suspended; and who belongs to them no more."""

from datetime import datetime

from mediation.db import db
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.organisations import ANYWHERE, check_details, check_may_run
from mediation.domain.permissions import Actor
from mediation.domain.roles import LenderKind, MediationKind, OrganisationKind, Role
from mediation.models.accounts import Account, Membership
from mediation.models.organisations import Organisation
from mediation.queries.organisations import bodies_of, by_name, heads_of
from mediation.services.doubles import refused_as
from mediation.services.outbox import leave_unsent
from mediation.services.sessions import end_sessions_in


def create_organisation(
    kind: OrganisationKind,
    name: str,
    *,
    name_en: str = "",
    aliases: str = "",
    lender_kind: LenderKind | None = None,
    mediation_kind: MediationKind | None = None,
    registration: str = "",
    paid_by: str = "",
    actor: Actor,
    now: datetime,
) -> Organisation:
    """Enter a body in whose name people can act."""
    _check_runs_all(actor)
    check_details(kind, lender_kind, mediation_kind)
    if by_name(name) is not None:
        raise Refused("name_taken", name=name)
    organisation = Organisation(
        kind=kind,
        name=name,
        name_en=name_en,
        aliases=aliases,
        lender_kind=lender_kind,
        mediation_kind=mediation_kind,
        registration=registration,
        paid_by=paid_by,
        created_at=now,
    )
    with refused_as("name_taken", name=name):
        db.session.add(organisation)
    return organisation


def describe_organisation(
    organisation: Organisation,
    *,
    name: str,
    name_en: str,
    aliases: str,
    registration: str,
    paid_by: str,
    actor: Actor,
) -> None:
    """Put right what is known of a body; its kind stays."""
    _check_runs_all(actor)
    other = by_name(name)
    if other is not None and other.id != organisation.id:
        raise Refused("name_taken", name=name)
    with refused_as("name_taken", name=name):
        organisation.name = name
    organisation.name_en = name_en
    organisation.aliases = aliases
    organisation.registration = registration
    organisation.paid_by = paid_by


def suspend_organisation(organisation: Organisation, *, actor: Actor, now: datetime) -> None:
    """Give a body no new cases; its people go on with those they have."""
    _check_runs_all(actor)
    if organisation.id == actor.organisation_id:
        raise Refused("not_to_yourself")
    if organisation.suspended_at is None:
        organisation.suspended_at = now


def resume_organisation(organisation: Organisation, *, actor: Actor) -> None:
    """Let a suspended body take cases again."""
    _check_runs_all(actor)
    organisation.suspended_at = None


def check_takes_cases(organisation: Organisation) -> None:
    """Refuse to give a new case to a suspended body."""
    if organisation.suspended_at is not None:
        raise Refused("organisation_suspended", name=organisation.name)


def end_membership(membership: Membership, *, actor: Actor, now: datetime) -> None:
    """Take a role from somebody; what they are signed in to in it ends at once.

    Mail that waits for the morning tells nothing more to whoever has left the house by then.
    """
    check_may_run(actor, membership.organisation_id)
    if membership.account_id == actor.account_id:
        raise Refused("not_to_yourself")
    membership.ended_at = now
    end_sessions_in(membership, now=now)
    db.session.flush()
    if membership.organisation_id not in bodies_of(membership.account_id):
        account = db.session.get_one(Account, membership.account_id)
        leave_unsent(str(account.email), membership.organisation_id, now=now)


def name_head(membership: Membership, *, actor: Actor) -> None:
    """Make an officer the head of their body, to whom complaints about its mediators go."""
    _check_runs_all(actor)
    if membership.role is not Role.OFFICER:
        raise Refused("head_is_an_officer")
    for former in heads_of(membership.organisation_id):
        former.is_head = False
    membership.is_head = True


def _check_runs_all(actor: Actor) -> None:
    if actor.role not in ANYWHERE:
        raise NotPermitted("not_permitted")
