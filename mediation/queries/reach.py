"""Whom notices about many cases reach, in as many statements as about one."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import and_, select

from mediation.db import db
from mediation.domain.roles import LENDERS, Desk, Role
from mediation.domain.spaces import Side
from mediation.models.accounts import Account, Membership
from mediation.models.assignment import Assignment
from mediation.models.cases import Seat
from mediation.models.notices import Webhook
from mediation.models.parties import Party
from mediation.queries.lateness import Line
from mediation.queries.notices import (
    DEFAULT_LOCALE,
    MAIL,
    OF_BODY,
    SMS,
    Recipient,
    _reach_of,
    _wishes,
)

ROLES = (*sorted(LENDERS), Role.OFFICER, Role.CLERK)


class Reach:
    """Everybody who may have to be told of something in these cases; addresses opened once."""

    def __init__(self, lines: Iterable[Line]) -> None:
        lines = list(lines)
        ids = [line.id for line in lines]
        self._complainants, self._others = _complainants(ids)
        self._asked = _asked(ids)
        self._seated = _seated(ids)
        people = {line.mediator_id for line in lines} | {line.officer_id for line in lines}
        bodies = {line.body_id for line in lines}
        self._people = _people({*people, *self._asked.values()} - {None}, bodies)
        bodies |= {line.lender_id or 0 for line in lines}
        bodies |= {line.arbitration_body_id or 0 for line in lines}
        self._members, self._heads = _members(bodies)

    def on_side(self, line: Line, side: Side) -> list[Recipient]:
        """Everybody on one side of a case who can be reached."""
        match side:
            case Side.COMPLAINANT:
                return self._complainants.get(line.id, [])
            case Side.LENDER:
                is_seated = (line.id, line.lender_id) in self._seated
                return self._of(line.lender_id, LENDERS) if is_seated else []
            case Side.MEDIATION:
                return self._person(line, line.mediator_id) or self.officers(line)
            case Side.ARBITRATION:
                return self._of(line.arbitration_body_id, {Role.CLERK})
        return []

    def by_another_way(self, line: Line, side: Side) -> list[Recipient]:
        """Those on one side whom another channel reaches than the one that they are told by."""
        return self._others.get(line.id, []) if side is Side.COMPLAINANT else []

    def officers(self, line: Line) -> list[Recipient]:
        """The officer of a case; all of its body while nobody has it, or once they have left."""
        return self._person(line, line.officer_id) or self._of(line.body_id, {Role.OFFICER})

    def heads(self, line: Line) -> list[Recipient]:
        """The head of the body that has the case; where it has none, its officers."""
        officers = self._of(line.body_id, {Role.OFFICER})
        return [one for one in officers if (line.body_id, one.id) in self._heads] or officers

    def asked_mediator(self, line: Line) -> list[Recipient]:
        """The mediator to whom the case is offered."""
        return self._person(line, self._asked.get(line.id))

    def _person(self, line: Line, account_id: int | None) -> list[Recipient]:
        found = self._people.get((line.body_id, account_id))
        return [found] if found else []

    def _of(self, organisation_id: int | None, roles: Collection[Role]) -> list[Recipient]:
        found = {
            one.id: one for role in roles for one in self._members.get((organisation_id, role), [])
        }
        return list(found.values())


def _complainants(
    ids: Collection[int],
) -> tuple[dict[int, list[Recipient]], dict[int, list[Recipient]]]:
    rows = db.session.execute(
        select(Party, Account)
        .outerjoin(Account, Account.id == Party.account_id)
        .where(Party.case_id.in_(ids), Party.ended_at.is_(None))
        .order_by(Party.id)
    )
    first, other = defaultdict(list), defaultdict(list)
    for party, account in rows:
        reached = _reach_of(party, account)
        if reached is not None:
            first[party.case_id].append(reached)
            other[party.case_id] += _other_way(party, account, reached)
    return first, other


def _other_way(party: Party, account: Account | None, reached: Recipient) -> list[Recipient]:
    """Another way to somebody; never where a safe number was named, the only one they want.

    A number that nobody proved gets text messages alone, which tell a stranger nothing; letters
    go to addresses that are proven, as that of an account is.
    """
    if _wishes(party).get("safe_number"):
        return []
    if reached.channel == MAIL:
        return [reached._replace(channel=SMS, address=party.phone)] if party.phone else []
    address = account.email if account and account.suspended_at is None else None
    return [reached._replace(channel=MAIL, address=address)] if address else []


def _asked(ids: Collection[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Assignment.case_id, Assignment.mediator_id).where(
            Assignment.case_id.in_(ids),
            Assignment.ended_at.is_(None),
            Assignment.accepted_at.is_(None),
        )
    )
    return {row.case_id: row.mediator_id for row in rows}


def _seated(ids: Collection[int]) -> set[tuple[int, int | None]]:
    rows = db.session.execute(
        select(Seat.case_id, Seat.holder_id).where(Seat.case_id.in_(ids), Seat.desk == Desk.LENDER)
    )
    return {(row.case_id, row.holder_id) for row in rows}


def _people(
    ids: Collection[int | None], bodies: Collection[int]
) -> dict[tuple[int, int | None], Recipient]:
    """People of bodies by body and account; nobody who has left it."""
    rows = db.session.execute(
        select(Account.id, Account._email, Account.locale, Membership.organisation_id)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Account.id.in_(ids),
            Account.suspended_at.is_(None),
            Membership.organisation_id.in_(bodies),
            Membership.role.in_(OF_BODY),
            Membership.ended_at.is_(None),
        )
    )
    return {(row.organisation_id, row.id): _by_mail(row) for row in rows}


def _members(
    organisations: Collection[int],
) -> tuple[dict[tuple[int | None, Role], list[Recipient]], set[tuple[int, int]]]:
    rows = db.session.execute(
        select(
            Account.id,
            Account._email,
            Account.locale,
            Membership.organisation_id,
            Membership.role,
            Membership.is_head,
            Webhook.id.label("webhook_id"),
        )
        .join(Membership, Membership.account_id == Account.id)
        .outerjoin(
            Webhook,
            and_(Webhook.organisation_id == Membership.organisation_id, Webhook.ended_at.is_(None)),
        )
        .where(
            Membership.organisation_id.in_(organisations),
            Membership.role.in_(ROLES),
            Membership.ended_at.is_(None),
            Account.suspended_at.is_(None),
        )
        .order_by(Account.id)
    )
    members, heads = defaultdict(list), set()
    for row in rows:
        member = _by_mail(row)._replace(webhook_id=row.webhook_id)
        members[row.organisation_id, row.role].append(member)
        if row.is_head:
            heads.add((row.organisation_id, row.id))
    return members, heads


def _by_mail(row: Any) -> Recipient:
    address = str(Account.email.open(row.id, row._email))
    locale = row.locale or DEFAULT_LOCALE
    return Recipient(row.id, MAIL, address, locale, row.id, is_staff=True)
