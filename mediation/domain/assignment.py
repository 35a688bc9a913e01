"""Each side's willingness to mediate, and which mediator may be offered a case."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage, is_possible
from mediation.domain.parties import Channel
from mediation.domain.spaces import Side

BOTH = (Side.COMPLAINANT, Side.LENDER)

# Answers that an officer may write down for somebody who gave them otherwise than on a page.
HEARD_BY = (Channel.PHONE, Channel.VISIT, Channel.PAPER, Channel.EMAIL)

# Every way that has to be tried before somebody is called unreachable.
REACH = (Channel.WEB, Channel.PHONE, Channel.EMAIL, Channel.PAPER)


class NotTaken(StrEnum):
    """Why a mediator does not take a case."""

    TIE_TO_COMPANY = "tie_to_company"
    TIE_TO_PERSON = "tie_to_person"
    TOO_MANY = "too_many"
    LANGUAGE = "language"
    SPECIALISM = "specialism"
    ABSENCE = "absence"
    OTHER = "other"


class Replacement(StrEnum):
    """Why a mediator is replaced."""

    RECUSED = "recused"
    COMPLAINT = "complaint"
    ILLNESS = "illness"
    LEFT = "left"
    OTHER = "other"


def event_of_replacing(stage: Stage) -> Event:
    """In talks another mediator is looked for at once; after them the case stays where it is."""
    after = is_possible(stage, Event.MEDIATOR_RELIEVED)
    return Event.MEDIATOR_RELIEVED if after else Event.MEDIATOR_REPLACED


NO_ANSWER = "no_answer"  # The mediator said neither yes nor no in time.
TAKEN_BACK = "taken_back"  # The officer offered the case to somebody else before an answer.

# A tie to a company bars the mediator from all its cases, so it has to be named.
BARS = frozenset({NotTaken.TIE_TO_COMPANY})


class Obstacle(StrEnum):
    """Why a mediator cannot be offered a case, in the order in which it is said."""

    CONFLICT = "conflict"
    REPLACED = "replaced"
    ABSENT = "absent"


def obstacle(
    *,
    tied: bool,
    was_replaced: bool,
    absent_from_at: datetime | None = None,
    absent_until_at: datetime | None,
    now: datetime,
) -> Obstacle | None:
    """What keeps a mediator from this case; None if nothing does."""
    if tied:
        return Obstacle.CONFLICT
    if was_replaced:
        return Obstacle.REPLACED
    if absent_until_at is not None and (absent_from_at or now) <= now < absent_until_at:
        return Obstacle.ABSENT
    return None


def check_offerable(hindrance: Obstacle | None) -> None:
    """A mediator with a tie to a company of the case, or who is away, is not offered it."""
    if hindrance is not None:
        raise Refused(f"mediator_{hindrance}")


def missing_yes(willing: Mapping[Side, bool | None]) -> tuple[Side, ...]:
    """The sides whose own recorded yes is missing; silence is not a yes."""
    return tuple(side for side in BOTH if willing.get(side) is not True)


def check_willing(willing: Mapping[Side, bool | None]) -> None:
    """Mediation opens only on the recorded yes of each side."""
    missing = missing_yes(willing)
    if missing:
        raise Refused("willingness_missing", side=missing[0])


def check_heard(channel: Channel) -> None:
    """An answer that an officer writes down came by a channel that is not the page itself."""
    if channel not in HEARD_BY:
        raise Refused("channel_not_heard", channel=channel)


def check_tried(tried: Collection[Channel], known: Iterable[Channel]) -> None:
    """Nobody is unreachable before every way to reach them has been tried."""
    for channel in known:
        if channel not in tried:
            raise Refused("channel_untried", channel=channel)


def check_tie(reason: NotTaken, organisation_id: int | None) -> None:
    """Whoever refuses for a tie to a company says which."""
    if (reason in BARS) != (organisation_id is not None):
        raise Refused("tie_needs_company" if organisation_id is None else "company_without_tie")
