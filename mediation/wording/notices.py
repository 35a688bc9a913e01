"""The text of a notice in its recipient's language."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from mediation.wording import formats
from mediation.wording.catalogue import Catalogue, catalogue_of


class Letter(NamedTuple):
    """What is sent: a text message has no subject."""

    subject: str
    body: str


def letter(
    kind: str,
    channel: str,
    facts: Mapping[str, Any],
    *,
    locale: str,
    zone: str,
    base_url: str,
    now: datetime,
) -> Letter:
    """The words of one notice.

    A text message is read over other people's shoulders: without words of its own it says only
    that something new is there, and where.
    """
    catalogue = catalogue_of(locale)
    if channel == "sms":
        said = _facts_said(facts, catalogue, zone=zone, base_url=base_url, now=now)
        key = f"notice.{kind}.sms"
        return Letter("", catalogue.say(key if catalogue.knows(key) else "notice.sms", **said))
    words = words_of(kind, facts, locale=locale, zone=zone, base_url=base_url, now=now)
    foot = catalogue.say("notice.foot", site=base_url.rstrip("/"))
    return Letter(words.subject, f"{words.body}\n\n{foot}\n")


def words_of(
    kind: str,
    facts: Mapping[str, Any],
    *,
    locale: str,
    zone: str,
    base_url: str,
    now: datetime,
) -> Letter:
    """What a notice says, without what only a message that leaves us needs."""
    catalogue = catalogue_of(locale)
    said = _facts_said(facts, catalogue, zone=zone, base_url=base_url, now=now)
    subject = catalogue.say(f"notice.{kind}.subject", **said)
    return Letter(subject, catalogue.say(f"notice.{kind}.body", **said))


def _facts_said(
    facts: Mapping[str, Any], catalogue: Catalogue, *, zone: str, base_url: str, now: datetime
) -> dict[str, Any]:
    year = formats.in_zone(now, zone).year
    base_url = base_url.rstrip("/")
    said = {name: _said(name, fact, catalogue, zone, year) for name, fact in facts.items()}
    return said | {"site": base_url, "link": base_url + str(facts.get("path", ""))}


def _said(name: str, fact: Any, catalogue: Catalogue, zone: str, year: int) -> Any:
    locale = catalogue.locale
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
