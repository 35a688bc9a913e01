"""Whom a notice about a case reaches."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import and_, select

from mediation.db import db
from mediation.domain.intake import reached_at
from mediation.domain.notices import Who
from mediation.domain.roles import LENDERS, Desk, Role
from mediation.domain.spaces import Side
from mediation.models.accounts import Account, Membership
from mediation.models.cases import Case
from mediation.models.notices import Webhook
from mediation.models.organisations import Organisation
from mediation.models.parties import Party

DEFAULT_LOCALE = "zh_CN"
INBOX, MAIL, SMS = "inbox", "mail", "sms"
PARTIES = (Side.COMPLAINANT, Side.LENDER)
OF_BODY = frozenset({Role.OFFICER, Role.MEDIATOR})
OF_STAFF = frozenset({Who.MEDIATION, Who.OFFICERS, Who.BODY, Who.ARBITRATION})


class Recipient(NamedTuple):
    """Somebody who is told: by what channel, where, in which language, and whose inbox that is.

    The channel `inbox` is for somebody who has no other that is safe. `webhook_id` names where the
    computers of their company hear of it; `hours` and `wording` are what was asked for at filing.
    `otherwise` is the address of their account, for when nothing may go to the first one.
    """

    id: int
    channel: str
    address: str
    locale: str
    account_id: int | None = None
    webhook_id: int | None = None
    hours: tuple[str, ...] = ()
    wording: str = ""
    is_staff: bool = False
    otherwise: str = ""


def concerned(
    case: Case, who: Iterable[Who], *, acted: Side | None, but: int | None
) -> list[Recipient]:
    """Everybody of a case whom a kind of notice is for, each once; one statement a group.

    `acted` is the side whose doing it is; of the staff, `but` (an account) is not told of what
    they did themselves.
    """
    found: dict[tuple[int, str], Recipient] = {}
    for group in who:
        for reached in _group(case, group, acted):
            if group not in OF_STAFF or reached.account_id != but:
                found[reached.id, reached.channel] = reached
    return list(found.values())


def _group(case: Case, who: Who, acted: Side | None) -> list[Recipient]:
    match who:
        case Who.OTHER:
            parties = [side for side in PARTIES if side is not acted]
            return [each for side in parties for each in recipients_of(case, side)]
        case Who.BOTH:
            return [each for side in PARTIES for each in recipients_of(case, side)]
        case Who.BODY:
            return [*recipients_of(case, Side.MEDIATION), *officers_of(case)]
        case Who.OFFICERS:
            return officers_of(case)
        case Who.NAMED:
            raise LookupError("whom this notice is for only the verb can say")
    return recipients_of(case, Side(who))


def recipients_of(case: Case, side: Side) -> list[Recipient]:
    """Everybody on one side of a case who can be reached; one statement."""
    match side:
        case Side.COMPLAINANT:
            return _complainants(case)
        case Side.LENDER:
            return staff_of(case, case.lender_id) if case.lender_id else []
        case Side.MEDIATION:
            return mediator_of(case) or officers_of(case)
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
    """As they asked, never anywhere else; where only their inbox is safe, that alone."""
    wishes = _wishes(party)
    channel, address = contact_of(party) if party.proven_at is not None else (MAIL, "")
    active = account if account is not None and account.suspended_at is None else None
    if not address and active is not None:
        channel, address = (INBOX, "") if wishes.get("safe_number") else (MAIL, str(active.email))
    if not address and channel != INBOX:
        return None
    locale = wishes.get("locale") or (account and account.locale) or DEFAULT_LOCALE
    reached = Recipient(party.id, channel, address, locale, party.account_id)
    if active is not None and channel != INBOX and not wishes.get("safe_number"):
        reached = reached._replace(otherwise=str(active.email))
    return _wishing(reached, wishes)


def own_reach_of(party: Party) -> Recipient | None:
    """Where a person is reached by what was written down as theirs, proven or not yet."""
    channel, address = contact_of(party)
    wishes = _wishes(party)
    locale = wishes.get("locale") or DEFAULT_LOCALE
    reached = Recipient(party.id, channel, address, locale, party.account_id)
    return _wishing(reached, wishes) if address else None


def reached_by(
    recipient_id: int, wishes: Mapping[str, Any], *, locale: str, account_id: int | None = None
) -> Recipient:
    """Where whoever files is reached, by what they wrote about it; the address may be empty."""
    channel, address = reached_at(wishes)
    return _wishing(Recipient(recipient_id, channel, address, locale, account_id), wishes)


def _wishing(reached: Recipient, wishes: Mapping[str, Any]) -> Recipient:
    return reached._replace(
        hours=tuple(wishes.get("hours") or ()), wording=wishes.get("wording") or ""
    )


def contact_of(party: Party) -> tuple[str, str]:
    """By which channel a party is reached, and where: as they asked, never anywhere else."""
    safe_number = _wishes(party).get("safe_number")
    if safe_number:
        return SMS, safe_number
    return (MAIL, party.email) if party.email else (SMS, party.phone or "")


def _wishes(party: Party) -> dict[str, Any]:
    wishes: dict[str, Any] = json.loads(party.reach or "{}")
    return wishes


def members_of(organisation_id: int | None, roles: Collection[Role]) -> list[Recipient]:
    """Everybody who has one of these roles in a body, by mail, each once."""
    if organisation_id is None:
        return []
    return _mails(Account.id.in_(_members(organisation_id, roles)), organisation_id)


def _members(organisation_id: int, roles: Collection[Role]) -> Any:
    return (
        select(Membership.account_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role.in_(roles),
            Membership.ended_at.is_(None),
        )
        .scalar_subquery()
    )


def officers_of(case: Case) -> list[Recipient]:
    """The officer of the case; all of its body while nobody has it, or once they have left."""
    own = one_of(case.body_id, case.officer_id) if case.officer_id else []
    return own or members_of(case.body_id, {Role.OFFICER})


def mediator_of(case: Case) -> list[Recipient]:
    """The mediator of the case, as long as they are one of its body."""
    return one_of(case.body_id, case.mediator_id) if case.mediator_id else []


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


def one_of(body_id: int, account_id: int) -> list[Recipient]:
    """Somebody of a mediation body by their account, by mail; nobody who has left it."""
    members = _members(body_id, OF_BODY)
    return _mails(and_(Account.id == account_id, Account.id.in_(members)))


def by_mail(account: Account) -> Recipient:
    """One of a body whose account is at hand, by mail."""
    locale = account.locale or DEFAULT_LOCALE
    return Recipient(account.id, MAIL, str(account.email), locale, account.id, is_staff=True)


def _mails(which: Any, organisation_id: int | None = None) -> list[Recipient]:
    """People by mail; with them where the computers of their organisation hear of its cases."""
    rows = db.session.execute(
        select(Account.id, Account._email, Account.locale, Webhook.id.label("webhook_id"))
        .outerjoin(
            Webhook, and_(Webhook.organisation_id == organisation_id, Webhook.ended_at.is_(None))
        )
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
            row.webhook_id,
            is_staff=True,
        )
        for row in rows
    ]
