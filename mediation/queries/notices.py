"""Whom a notice about a case reaches."""

import json
from typing import Any, NamedTuple

from sqlalchemy import select

from mediation.db import db
from mediation.domain.roles import LENDERS, Desk, Role
from mediation.domain.spaces import Side
from mediation.models.accounts import Account, Membership
from mediation.models.cases import Case
from mediation.models.organisations import Organisation
from mediation.models.parties import Party

DEFAULT_LOCALE = "zh_CN"
MAIL, SMS = "mail", "sms"


class Recipient(NamedTuple):
    """Somebody who is told: by what channel, where, in which language, and whose inbox that is."""

    id: int
    channel: str
    address: str
    locale: str
    account_id: int | None = None


def recipients_of(case: Case, side: Side) -> list[Recipient]:
    """Everybody on one side of a case who can be reached; one statement."""
    match side:
        case Side.COMPLAINANT:
            return _complainants(case)
        case Side.LENDER:
            return staff_of(case, case.lender_id) if case.lender_id else []
        case Side.MEDIATION:
            if case.mediator_id is not None:
                return person(case.mediator_id)
            return officers_of(case)
        case Side.ARBITRATION:
            return members_of(case.arbitration_body_id, {Role.CLERK})
    return []


def staff_of(case: Case, organisation_id: int) -> list[Recipient]:
    """The staff of a company, which hears of nothing before the case lies on its desk."""
    seated = any(
        seat.desk is Desk.LENDER and seat.holder_id == organisation_id for seat in case.seats
    )
    return members_of(organisation_id if seated else None, LENDERS)


def _complainants(case: Case) -> list[Recipient]:
    """Complainants and representatives, each on the contact that they themselves proved."""
    rows = db.session.execute(
        select(Party, Account)
        .outerjoin(Account, Account.id == Party.account_id)
        .where(Party.case_id == case.id, Party.ended_at.is_(None))
        .order_by(Party.id)
    )
    found = (_reach_of(party, account) for party, account in rows)
    return [recipient for recipient in found if recipient is not None]


def _reach_of(party: Party, account: Account | None) -> Recipient | None:
    locale = _wishes(party).get("locale") or (account and account.locale) or DEFAULT_LOCALE
    if party.proven_at is not None:
        channel, address = contact_of(party)
        if address:
            return Recipient(party.id, channel, address, locale, party.account_id)
    if account is not None and account.suspended_at is None:
        return Recipient(party.id, MAIL, str(account.email), locale, account.id)
    return None


def own_reach_of(party: Party) -> Recipient | None:
    """Where a person is reached by what was written down as theirs, proven or not yet."""
    channel, address = contact_of(party)
    locale = _wishes(party).get("locale") or DEFAULT_LOCALE
    return Recipient(party.id, channel, address, locale, party.account_id) if address else None


def contact_of(party: Party) -> tuple[str, str]:
    """By which channel a party is reached, and where: as they asked, never anywhere else."""
    safe_number = _wishes(party).get("safe_number")
    if safe_number:
        return SMS, safe_number
    return (MAIL, party.email) if party.email else (SMS, party.phone or "")


def _wishes(party: Party) -> dict[str, Any]:
    wishes: dict[str, Any] = json.loads(party.reach or "{}")
    return wishes


def members_of(organisation_id: int | None, roles: set[Role] | frozenset[Role]) -> list[Recipient]:
    """Everybody who has one of these roles in a body, by mail."""
    if organisation_id is None:
        return []
    members = (
        select(Membership.account_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role.in_(roles),
            Membership.ended_at.is_(None),
        )
        .scalar_subquery()
    )
    return _mails(Account.id.in_(members))


def officers_of(case: Case) -> list[Recipient]:
    """The officer of the case, or all of its body where nobody has taken it on yet."""
    if case.officer_id is not None:
        return person(case.officer_id)
    return members_of(case.body_id, {Role.OFFICER})


def told_of_complaint(body_id: int, *, mediator_id: int) -> list[Recipient]:
    """The head of a body, or its officers where it has none; never the mediator complained of."""
    officers = members_of(body_id, {Role.OFFICER})
    heads = set(
        db.session.scalars(
            select(Membership.account_id).where(
                Membership.organisation_id == body_id,
                Membership.is_head,
                Membership.ended_at.is_(None),
                Membership.account_id != mediator_id,
            )
        )
    )
    others = [one for one in officers if one.id != mediator_id]
    return [one for one in others if one.id in heads] or others


def supervisors(*, but: int) -> list[Recipient]:
    """Everybody who supervises, but one person."""
    posts = (
        select(Membership.account_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.role == Role.SUPERVISOR,
            Membership.ended_at.is_(None),
            Organisation.suspended_at.is_(None),
            Membership.account_id != but,
        )
        .scalar_subquery()
    )
    return _mails(Account.id.in_(posts))


def person(account_id: int) -> list[Recipient]:
    """Somebody by their account, by mail."""
    return _mails(Account.id == account_id)


def _mails(which: Any) -> list[Recipient]:
    rows = db.session.execute(
        select(Account.id, Account._email, Account.locale)
        .where(which, Account.suspended_at.is_(None))
        .order_by(Account.id)
    )
    return [
        Recipient(
            row.id,
            MAIL,
            str(Account.email.open(row.id, row._email)),
            row.locale or DEFAULT_LOCALE,
            row.id,
        )
        for row in rows
    ]
