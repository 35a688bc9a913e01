"""How messages reach people: who is told of what and by which channel, and when nothing is sent."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeVar

from mediation.domain.rulebook import Entry, rules

FILE = "notices.toml"
W = TypeVar("W", bound=StrEnum)


class Channel(StrEnum):
    """The ways by which a message leaves or waits."""

    INBOX = "inbox"
    MAIL = "mail"
    SMS = "sms"
    WEBHOOK = "webhook"


class Manner(StrEnum):
    """How somebody wants to hear of a subject by a channel."""

    NOW = "now"
    DIGEST = "digest"
    NEVER = "never"


class Stop(StrEnum):
    """Why nothing goes to an address or number any more."""

    OPTED_OUT = "opted_out"
    BOUNCED = "bounced"
    DEAD = "dead"
    BY_HAND = "by_hand"


class Subject(StrEnum):
    """What a notice is about, as people choose how to hear of it."""

    CASE = "case"
    TALKS = "talks"
    DEADLINES = "deadlines"
    MONEY = "money"
    HEARINGS = "hearings"
    ACCOUNT = "account"
    DANGER = "danger"


class Who(StrEnum):
    """Whom a notice is for, as seen from what happened."""

    COMPLAINANT = "complainant"
    LENDER = "lender"
    BOTH = "both"
    OTHER = "other"  # The party that did not act.
    MEDIATION = "mediation"  # The mediator; before there is one, the officer.
    OFFICERS = "officers"
    BODY = "body"  # The mediator and the officer.
    ARBITRATION = "arbitration"
    NAMED = "named"  # Whoever the verb names.


COMPANIES = frozenset({Who.LENDER, Who.BOTH, Who.OTHER, Who.NAMED})


@dataclass(frozen=True)
class Kind:
    """One kind of notice; `required` is never switched off, `urgent` never held back."""

    id: str
    who: tuple[Who, ...]
    channels: tuple[Channel, ...]
    subject: Subject
    required: bool
    urgent: bool
    calendar: bool


@cache
def kinds() -> dict[str, Kind]:
    """The kinds of notices of this release by their ids, in the order of the file."""
    return read_kinds(rules(FILE))


def read_kinds(book: Entry) -> dict[str, Kind]:
    """Read the kinds that `book` names; a mistake is named with its place."""
    book.only("version", "kinds")
    book.at("version").text()
    return {name: _kind(name, entry) for name, entry in book.at("kinds").items()}


def _kind(name: str, entry: Entry) -> Kind:
    entry.only("who", "channels", "subject", "required", "urgent", "calendar")
    kind = Kind(
        id=name,
        who=_several(Who, entry.at("who")),
        channels=_several(Channel, entry.at("channels")),
        subject=_word(Subject, entry.at("subject")),
        required=_flag(entry.maybe("required")),
        urgent=_flag(entry.maybe("urgent")),
        calendar=_flag(entry.maybe("calendar")),
    )
    for problem, is_wrong in _problems(kind).items():
        if is_wrong:
            raise entry.wrong(problem)
    return kind


def _problems(kind: Kind) -> dict[str, bool]:
    """What must not be, in the words of the mistake."""
    order = [channel for channel in Channel if channel in kind.channels]
    return {
        f"channels should be in this order: {', '.join(order)}": list(kind.channels) != order,
        "whom the verb names stands alone": Who.NAMED in kind.who and len(kind.who) > 1,
        "no company is told, so there is no webhook": Channel.WEBHOOK in kind.channels
        and not COMPANIES & set(kind.who),
        "what is urgent is required": kind.urgent and not kind.required,
        "an appointment belongs to hearings": kind.calendar
        and kind.subject is not Subject.HEARINGS,
    }


def _several(words: type[W], entry: Entry) -> tuple[W, ...]:
    found = tuple(_word(words, row) for row in entry.rows())
    if not found:
        raise entry.wrong("the list is empty")
    if len(set(found)) < len(found):
        raise entry.wrong("a word stands there twice")
    return found


def _word(words: type[W], entry: Entry) -> W:
    try:
        return words(entry.text())
    except ValueError as wrong:
        raise entry.wrong(f"not one of: {', '.join(words)}") from wrong


def _flag(entry: Entry | None) -> bool:
    return entry is not None and entry.flag()
