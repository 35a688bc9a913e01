"""What a mediator says of themselves, by which an officer chooses."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from mediation.db import db
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.lanes import Lane
from mediation.domain.permissions import Actor
from mediation.domain.profiles import check_absence, check_languages
from mediation.domain.roles import OrganisationKind, Role
from mediation.models.accounts import Account
from mediation.models.organisations import Conflict
from mediation.queries import organisations, profiles
from mediation.queries.accounts import locked
from mediation.services.days import day_of, end_of, start_of

# The last moment of a day still belongs to it where it is shown.
MOMENT = timedelta(seconds=1)


def describe_mediator(
    *,
    languages: Iterable[str],
    specialisms: Iterable[Lane],
    absent_from_on: date | None,
    absent_until_on: date | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Say which languages one speaks, what one knows about, and when one is away."""
    account = _own(actor)
    spoken = list(languages)
    check_languages(spoken)
    check_absence(absent_from_on, absent_until_on, today=day_of(now))
    set_skills(account, languages=spoken, specialisms=specialisms)
    account.absent_from_at = start_of(absent_from_on) if absent_from_on else None
    account.absent_until_at = end_of(absent_until_on) - MOMENT if absent_until_on else None


def set_skills(account: Account, *, languages: Iterable[str], specialisms: Iterable[Lane]) -> None:
    """Keep languages and lanes as the lists that they are."""
    account.languages = ",".join(languages)
    account.specialisms = ",".join(specialisms)


def declare_tie(organisation_id: int, *, reason: str, actor: Actor, now: datetime) -> Conflict:
    """Declare a tie to a company: from now on none of its cases is offered to oneself."""
    account = _own(actor)
    company = organisations.by_id(organisation_id)
    if company is None or company.kind is not OrganisationKind.LENDER:
        raise Refused("tie_to_no_company")
    standing = profiles.ties_of([account.id]).get(account.id, [])
    if any(tie.company.id == organisation_id for tie in standing):
        raise Refused("tie_declared_already", name=company.name)
    tie = Conflict(
        account_id=account.id,
        organisation_id=organisation_id,
        reason=reason.strip(),
        declared_at=now,
    )
    db.session.add(tie)
    return tie


def end_tie(conflict_id: int, *, actor: Actor, now: datetime) -> None:
    """Say that a tie of one's own is no more; that it was stays on record."""
    account = _own(actor)
    for tie in profiles.ties_of([account.id]).get(account.id, []):
        if tie.conflict.id == conflict_id:
            tie.conflict.ended_at = now
            return
    raise Refused("tie_unknown")


def _own(actor: Actor) -> Account:
    """One's own account, locked: of two tabs the second sees what the first did."""
    account = locked(actor.account_id) if actor.account_id is not None else None
    if account is None or actor.role is not Role.MEDIATOR:
        raise NotPermitted("not_permitted")
    return account
