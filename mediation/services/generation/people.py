"""The bodies and people among whom generated cases are spread; made where they are missing."""

from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from mediation.db import db
from mediation.domain.roles import LenderKind, MediationKind, OrganisationKind, Role
from mediation.domain.rulebook import rules
from mediation.keyring import blind
from mediation.models.accounts import Account, Membership
from mediation.models.cases import Case
from mediation.models.hearings import TakenQuarter
from mediation.models.organisations import Organisation

CASES_A_MEDIATOR = 400
LEAST_MEDIATORS = 2


class Body(NamedTuple):
    """A mediation body with its people."""

    id: int
    officers: list[tuple[int, str]]
    mediators: list[tuple[int, str]]


class Company(NamedTuple):
    """A company of a loan; `staff` is one who answers for it."""

    id: int
    name: str
    kind: str
    staff: tuple[int, str]


class Cast(NamedTuple):
    """Everybody who may take part in a generated case."""

    bodies: list[Body]
    lenders: list[Company]
    partners: list[Company]
    arbitration_id: int
    clerk: tuple[int, str]
    hearings: Counter[int]  # Half hours already taken, by mediator.
    filed: int  # How many cases there were before.
    numbers: list[int]  # The last number given to a case.


def words() -> dict[str, Any]:
    """The invented names and sentences."""
    known: dict[str, Any] = rules("world/words.json").value
    return known


def gather_cast(*, cases: int, now: datetime) -> Cast:
    """Those who are there, and as many more as `cases` need. The caller commits."""
    known = words()
    bodies = [_body(names, number, cases, now) for number, names in enumerate(known["bodies"], 1)]
    lenders = [
        _company(name, english, LenderKind(kind), f"lender{number}", now)
        for number, (name, english, kind) in enumerate(known["lenders"], 1)
    ]
    partners = [
        _company(name, "", LenderKind(_PARTNER[kind]), f"partner{number}", now, role=kind)
        for number, (name, kind) in enumerate(known["partners"], 1)
    ]
    arbitration = _organisation(
        *known["arbitration_bodies"][0], OrganisationKind.ARBITRATION_BODY, now
    )
    clerk = _person("clerk1", arbitration, Role.CLERK, now)
    taken = db.session.execute(
        select(TakenQuarter.mediator_id, func.count()).group_by(TakenQuarter.mediator_id)
    )
    filed = db.session.scalar(select(func.count()).select_from(Case)) or 0
    hearings = Counter(dict(taken.all()))
    return Cast(bodies, lenders, partners, arbitration.id, clerk, hearings, filed, [filed])


def share_of(cast: Cast, number: int, makers: int) -> Cast:
    """The cast for one of several makers: no mediator is shared, so no half hour is taken twice.

    `makers` is at most LEAST_MEDIATORS.
    """
    bodies = [body._replace(mediators=body.mediators[number::makers]) for body in cast.bodies]
    return cast._replace(bodies=bodies)


_PARTNER = {
    "platform": "platform",
    "guarantor": "guarantor",
    "member_shop": "merchant",
    "collector": "collector",
}


def _body(names: list[str], number: int, cases: int, now: datetime) -> Body:
    organisation = _organisation(
        *names, OrganisationKind.MEDIATION_BODY, now, mediation_kind=MediationKind.INDUSTRY
    )
    wanted = max(LEAST_MEDIATORS, cases // (3 * CASES_A_MEDIATOR))
    officers = _people(f"officer{number}", organisation, Role.OFFICER, 3, now)
    mediators = _people(f"mediator{number}", organisation, Role.MEDIATOR, wanted, now)
    return Body(organisation.id, officers, mediators)


def _company(
    name: str, english: str, kind: LenderKind, label: str, now: datetime, role: str = ""
) -> Company:
    organisation = _organisation(name, english, OrganisationKind.LENDER, now, lender_kind=kind)
    return Company(
        organisation.id,
        name,
        role or "lender",
        _person(f"{label}", organisation, Role.LENDER_STAFF, now),
    )


def _organisation(
    name: str, english: str, kind: OrganisationKind, now: datetime, **more: Any
) -> Organisation:
    found = db.session.scalar(select(Organisation).where(Organisation.name == name))
    if found is None:
        found = Organisation(kind=kind, name=name, name_en=english, created_at=now, **more)
        db.session.add(found)
    return found


def _people(
    label: str, organisation: Organisation, role: Role, wanted: int, now: datetime
) -> list[tuple[int, str]]:
    """Who has this role already, and invented people up to `wanted`."""
    there = db.session.execute(
        select(Account.id, Account._name)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.organisation_id == organisation.id, Membership.role == role)
    )
    found = [(row.id, Account.name.open(row.id, row[1]) or "") for row in there]
    missing = range(len(found) + 1, wanted + 1)
    return found + [_person(f"{label}-{n}", organisation, role, now) for n in missing]


def _person(label: str, organisation: Organisation, role: Role, now: datetime) -> tuple[int, str]:
    email = f"{label}@generated.example"
    key = blind("email", email)
    found = db.session.scalar(select(Account).where(Account.email_blind == key))
    if found is not None:
        return found.id, found.name or ""
    known = words()
    pick = int.from_bytes(key[:4])
    name = (
        known["surnames"][pick % len(known["surnames"])]
        + known["given"][pick // 97 % len(known["given"])]
    )
    # Without a password nobody signs in as them.
    person = Account(email=email, email_blind=key, name=name, is_demo=True, created_at=now)
    db.session.add(person)
    db.session.add(
        Membership(account_id=person.id, organisation_id=organisation.id, role=role, since_at=now)
    )
    return person.id, name
