"""What people may choose about how they hear of things, and what law or safety has sent anyway."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from mediation.domain.errors import Refused
from mediation.domain.notices import Channel, Kind, Manner, Subject, Who, kinds
from mediation.domain.roles import ARBITRATION, LENDERS, Role

# A person chooses about what is sent to them; their inbox keeps everything.
CHOSEN = (Channel.MAIL, Channel.SMS)
# For whom a kind of notice is, by role; whoever is named may be anybody.
MEANT: Mapping[Who, frozenset[Role]] = {
    Who.COMPLAINANT: frozenset({Role.COMPLAINANT}),
    Who.LENDER: LENDERS,
    Who.BOTH: LENDERS | {Role.COMPLAINANT},
    Who.OTHER: LENDERS | {Role.COMPLAINANT},
    Who.MEDIATION: frozenset({Role.MEDIATOR, Role.OFFICER}),
    Who.OFFICERS: frozenset({Role.OFFICER}),
    Who.BODY: frozenset({Role.MEDIATOR, Role.OFFICER}),
    Who.ARBITRATION: ARBITRATION,
}


class Offer(NamedTuple):
    """A subject, the channels by which one may choose how to hear of it, and what comes anyway."""

    subject: Subject
    channels: tuple[Channel, ...]
    always: bool


Wish = tuple[Subject, Channel]


@cache
def offers_for(role: Role) -> tuple[Offer, ...]:
    """The subjects that somebody in a role hears of, in the order of the list."""
    own = [kind for kind in kinds().values() if _is_for(kind, role)]
    return tuple(
        Offer(subject, _channels(about, role), any(kind.required for kind in about))
        for subject in Subject
        if (about := [kind for kind in own if kind.subject is subject])
    )


def _is_for(kind: Kind, role: Role) -> bool:
    return any(who is Who.NAMED or role in MEANT[who] for who in kind.who)


def _channels(about: list[Kind], role: Role) -> tuple[Channel, ...]:
    """Text messages go to complainants alone; staff have a desk and a mailbox."""
    free = {channel for kind in about if not kind.required for channel in kind.channels}
    sent = CHOSEN if role is Role.COMPLAINANT else (Channel.MAIL,)
    return tuple(channel for channel in sent if channel in free)


def check_wishes(wishes: Mapping[Wish, Manner], role: Role) -> None:
    """Refuse to hold back or switch off what law or safety has sent to this role."""
    free = {(offer.subject, channel) for offer in offers_for(role) for channel in offer.channels}
    for wish, manner in wishes.items():
        if wish not in free and manner is not Manner.NOW:
            raise Refused("notice_required")


def manner_of(kind: Kind, channel: Channel, wishes: Mapping[Wish, Manner]) -> Manner:
    """How a notice reaches somebody with these wishes; what is required comes at once."""
    if kind.required or kind.urgent:
        return Manner.NOW
    return wishes.get((kind.subject, channel), Manner.NOW)
