"""The text of a notice in its recipient's language."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from mediation.domain.notices import Channel, kinds
from mediation.wording import formats
from mediation.wording.appointments import appointment
from mediation.wording.catalogue import Catalogue, catalogue_of
from mediation.wording.hypertext import hypertext

NEUTRAL = "neutral"
# Between what happened and what follows: Chinese sentences stand side by side.
BETWEEN = {"zh_CN": "", "en": " "}


class Letter(NamedTuple):
    """What is sent: a text message has no subject, and only a mail has more than a text.

    Where it `is_vague`, its reader asked for words that say nothing, not even who writes. `link`
    is where a mail leads.
    """

    subject: str
    body: str
    html: str | None = None
    calendar: bytes | None = None
    is_vague: bool = False
    link: str = ""


class Sentences(NamedTuple):
    """What a notice says: what happened, what follows if nothing is done, and the rest."""

    subject: str
    first: str
    silence: str
    rest: str


def letter(
    kind: str,
    channel: str,
    facts: Mapping[str, Any],
    *,
    locale: str,
    zone: str,
    base_url: str,
    now: datetime,
    check: str = "",
) -> Letter:
    """The words of one notice that leaves us; `check` is the short code by which it is known.

    A text message is read over other people's shoulders: without words of its own it says only
    that something new is there, and where. Whoever asked for vague words gets no others, but
    where a code or a link has to be in them.
    """
    where = {"locale": locale, "zone": zone, "base_url": base_url, "now": now}
    is_vague = facts.get("wording") == NEUTRAL
    catalogue = catalogue_of(locale)
    said = _said_of(facts, catalogue, zone=zone, base_url=base_url, now=now) | {"check": check}
    if channel == "sms":
        signature = "" if is_vague else catalogue.say("notice.signature")
        text = signature + _text(kind, said, catalogue, is_vague=is_vague)
        return Letter("", text, is_vague=is_vague)
    own = not is_vague or _names_itself(kind)
    words = words_of(kind if own else NEUTRAL, facts, **where)
    body = f"{words.body}\n\n{catalogue.say('notice.foot', **said)}\n"
    return Letter(
        words.subject,
        body,
        hypertext(body, locale=locale, title=words.subject),
        appointment(facts, **where) if _carries_appointment(kind, facts) else None,
        is_vague,
        said["link"] if facts.get("path") and not is_vague else "",
    )


def words_of(
    kind: str,
    facts: Mapping[str, Any],
    *,
    locale: str,
    zone: str,
    base_url: str,
    now: datetime,
) -> Letter:
    """What a notice says, without what only a message that leaves us needs.

    First comes what happened and what follows if nothing is done, as a paragraph of its own.
    """
    where = {"locale": locale, "zone": zone, "base_url": base_url, "now": now}
    said = sentences_of(kind, facts, **where)
    first = BETWEEN[locale].join((said.first, said.silence))
    return Letter(said.subject, f"{first}\n\n{said.rest}")


def sentences_of(
    kind: str,
    facts: Mapping[str, Any],
    *,
    locale: str,
    zone: str,
    base_url: str,
    now: datetime,
) -> Sentences:
    """The parts of a notice, each by itself."""
    catalogue = catalogue_of(locale)
    said = _said_of(facts, catalogue, zone=zone, base_url=base_url, now=now)
    parts = ("subject", "first", "silence", "body")
    return Sentences(*(catalogue.say(f"notice.{kind}.{part}", **said) for part in parts))


def _text(kind: str, said: Mapping[str, Any], catalogue: Catalogue, *, is_vague: bool) -> str:
    key = f"notice.{kind}.sms"
    own = catalogue.knows(key) and (not is_vague or _names_itself(kind))
    return catalogue.say(key if own else "notice.sms", **said)


def _names_itself(kind: str) -> bool:
    """A code or a link that somebody waits for is no secret to whoever asked for it."""
    return kind in kinds() and Channel.INBOX not in kinds()[kind].channels


def _carries_appointment(kind: str, facts: Mapping[str, Any]) -> bool:
    return kind in kinds() and kinds()[kind].calendar and "hearing" in facts


def _said_of(
    facts: Mapping[str, Any], catalogue: Catalogue, *, zone: str, base_url: str, now: datetime
) -> dict[str, Any]:
    year = formats.in_zone(now, zone).year
    base_url = base_url.rstrip("/")
    said = {name: _said(name, fact, catalogue, zone, year) for name, fact in facts.items()}
    return said | {"site": base_url, "link": base_url + str(facts.get("path", ""))}


def _said(name: str, fact: Any, catalogue: Catalogue, zone: str, year: int) -> Any:
    locale = catalogue.locale
    if fact is None:
        return ""
    if name.endswith("_fen"):
        return formats.money(fact)
    if name.endswith("_at"):
        return formats.moment(datetime.fromisoformat(fact), locale, zone, year)
    if name.endswith("_by"):
        return formats.before(datetime.fromisoformat(fact), locale, zone, year)
    if name.endswith("_on"):
        return formats.day_of_week(date.fromisoformat(fact), locale, year)
    if name.endswith("_word"):
        return catalogue.say(fact)
    return fact
