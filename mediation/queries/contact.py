"""By which addresses and numbers the people of a case are written to, and which they stopped."""

from typing import NamedTuple

from sqlalchemy import select

from mediation.db import db
from mediation.domain.notices import Channel, Stop
from mediation.domain.parties import PartyKind
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.models.accounts import Account
from mediation.models.cases import Case
from mediation.models.notices import Silenced, blind_of_address
from mediation.models.parties import Party
from mediation.queries.notices import contact_of


class Place(NamedTuple):
    """Where somebody is written to; `key` names it in a form, `stopped` why nothing goes there."""

    key: str
    kind: PartyKind
    channel: Channel
    address: str
    blind: bytes
    stopped: Stop | None = None


def places_of(case: Case, actor: Actor) -> list[Place]:
    """Every place of the people of a case, or of a complainant alone their own.

    A complainant speaks only for addresses that somebody proved in this case: whatever else was
    typed here may be a stranger's.
    """
    rows = db.session.execute(
        select(Party, Account)
        .outerjoin(Account, Account.id == Party.account_id)
        .where(Party.case_id == case.id, Party.ended_at.is_(None))
        .order_by(Party.id)
    )
    found = {
        place.key: place
        for party, account in rows
        if actor.role is not Role.COMPLAINANT or party.account_id == actor.account_id
        for place in _places(party, account)
        if actor.role is not Role.COMPLAINANT or account is not None or party.proven_at is not None
    }
    stops = db.session.execute(
        select(Silenced.recipient_blind, Silenced.reason).where(
            Silenced.ended_at.is_(None),
            Silenced.recipient_blind.in_([place.blind for place in found.values()]),
        )
    )
    reasons = {bytes(row.recipient_blind): row.reason for row in stops}
    return [place._replace(stopped=reasons.get(place.blind)) for place in found.values()]


def _places(party: Party, account: Account | None) -> list[Place]:
    channel, address = contact_of(party)
    known = {(channel, address): "contact"} if address else {}
    if account is not None:
        known.setdefault((Channel.MAIL, str(account.email)), "account")
    return [
        Place(
            f"{party.id}-{which}", party.kind, Channel(channel), address, blind_of_address(address)
        )
        for (channel, address), which in known.items()
    ]
