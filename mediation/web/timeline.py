"""The timeline of a case in the words of whoever reads it: who did what, and when."""

from datetime import datetime
from typing import NamedTuple

from mediation.domain.events import Event
from mediation.domain.permissions import Actor
from mediation.domain.roles import Desk, Role
from mediation.domain.spaces import Space
from mediation.models.cases import Case
from mediation.queries import correspondence, history
from mediation.wording.catalogue import Catalogue, lazy


class Entry(NamedTuple):
    """One event of the timeline, every word ready; `body` is the message that it sent."""

    icon: str
    title: str
    space: Space
    at: datetime
    who: str
    body: str
    times: int


# The picture of an event is that of the first of these with which its name begins.
PICTURES = {
    "complaint": "send-fill",
    "first": "eye-fill",
    "message": "chat-dots-fill",
    "note": "pencil-fill",
    "evidence": "paperclip",
    "lender": "building-fill",
    "offer": "file-earmark-text-fill",
    "mediator": "person-badge-fill",
    "hearing": "calendar-event-fill",
    "agreement": "pen-fill",
    "payment": "cash-coin",
    "danger": "shield-exclamation",
}
SUBJECTS = {
    "complainant": lazy("subject.complainant"),
    "lender": lazy("subject.lender"),
    "lender_staff": lazy("subject.lender"),
    "lender_admin": lazy("subject.lender"),
    "officer": lazy("subject.officer"),
    "mediator": lazy("subject.mediator"),
    "clerk": lazy("subject.arbitration"),
    "arbitrator": lazy("subject.arbitration"),
    "system": lazy("subject.system"),
}
# What a side said, whoever wrote it down for it.
SAID_BY_SIDE = frozenset({Event.WILLINGNESS_GIVEN, Event.WILLINGNESS_REFUSED})


def entries_of(
    case: Case, page: list[history.Happened], actor: Actor, catalogue: Catalogue
) -> list[Entry]:
    """The lines of one page of the timeline, newest first, as `actor` reads them."""
    sent = {message.id: message for message in correspondence.shown(case, actor=actor)}
    titles: dict[tuple[Event, str], str] = {}
    entries: list[Entry] = []
    before = None
    for item in page:
        if before is not None and _is_same(item, before):
            entries[-1] = entries[-1]._replace(times=entries[-1].times + 1)
            continue
        before = item
        subject = _subject(item, actor)
        title = titles.get((item.event, subject))
        if title is None:
            title = catalogue.say(f"event.{item.event}", who=catalogue.say(subject))
            titles[item.event, subject] = title
        message = sent.get(item.facts.get("message", 0))
        entries.append(
            Entry(
                PICTURES.get(item.event.split("_", 1)[0], "check-lg"),
                title,
                item.space,
                item.at,
                _who(item, actor, catalogue),
                (message.body or "") if message else "",
                1,
            )
        )
    return entries


def title_of(item: history.Happened, actor: Actor, catalogue: Catalogue) -> str:
    """What happened, as one line of the timeline says it."""
    return catalogue.say(f"event.{item.event}", who=catalogue.say(_subject(item, actor)))


def _is_same(item: history.Happened, other: history.Happened) -> bool:
    """Whether both are one deed, as four consents given at once are."""
    return (
        item.at == other.at
        and item.event is other.event
        and item.space is other.space
        and item.actor_id == other.actor_id
        and "message" not in item.facts
    )


def _subject(item: history.Happened, actor: Actor) -> str:
    """Whose deed it was, in one word: oneself, or a role."""
    role = item.facts.get("role", "")
    if item.event in SAID_BY_SIDE and role == Role.OFFICER:
        return SUBJECTS[item.facts["side"]]
    if _is_own(item, actor):
        return lazy("subject.you")
    return SUBJECTS.get(role, lazy("subject.somebody"))


def _is_own(item: history.Happened, actor: Actor) -> bool:
    return item.facts.get("role") == actor.role and item.actor_id == actor.account_id


def _who(item: history.Happened, actor: Actor, catalogue: Catalogue) -> str:
    """Who did it, where the title has not said it: the role, with the name if one may know it."""
    role = item.facts.get("role", "")
    if not role or _is_own(item, actor):
        return ""
    said = catalogue.say(f"role.{role}")
    name = item.facts.get("actor", "")
    if not name or (role == "complainant" and actor.desk not in (Desk.OFFICER, Desk.MEDIATOR)):
        return said
    return f"{said} · {name}"
