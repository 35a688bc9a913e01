"""How a notice reads in an inbox: in the language of whoever reads it, whatever it was sent in."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from mediation.wording.catalogue import catalogue_of
from mediation.wording.notices import words_of


class Leaf(NamedTuple):
    """A notice as it is read: what happened, the whole text in pieces, and where it leads.

    Between each two pieces of the text stands the link.
    """

    subject: str
    first: str
    text: list[str]
    path: str


def leaf(kind: str, facts: Mapping[str, Any], *, locale: str, **where: Any) -> Leaf:
    """The words of one notice; `where` says zone, address of the site, and the moment."""
    try:
        words = words_of(kind, facts, locale=locale, **where)
    except LookupError:
        # An older notice may not know what today's sentence asks for.
        return Leaf(catalogue_of(locale).say("notice.worn.subject"), "", [_worn(locale)], "")
    path = str(facts.get("path", ""))
    link = where["base_url"].rstrip("/") + path
    pieces = words.body.split(link) if path else [words.body]
    lines = (line.strip() for line in words.body.splitlines())
    return Leaf(words.subject, next((line for line in lines if line), ""), pieces, path)


def _worn(locale: str) -> str:
    return catalogue_of(locale).say("notice.worn.body")
