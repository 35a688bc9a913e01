"""How a notice reads in an inbox: in the language of whoever reads it, whatever it was sent in."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from mediation.wording.catalogue import catalogue_of
from mediation.wording.notices import sentences_of


class Leaf(NamedTuple):
    """A notice as it is read: what happened, what follows if nothing is done, and the rest.

    Between each two pieces of the rest stands the link to `path`. Subjects are for whoever looks
    over a shoulder; here the reader is alone.
    """

    first: str
    silence: str
    rest: list[str]
    path: str


def leaf(kind: str, facts: Mapping[str, Any], *, locale: str, **where: Any) -> Leaf:
    """The words of one notice; `where` says zone, address of the site, and the moment."""
    try:
        said = sentences_of(kind, facts, locale=locale, **where)
    except LookupError:
        # An older notice may not know what today's sentence asks for.
        return _standing_in("worn", locale)
    path = str(facts.get("path", ""))
    link = where["base_url"].rstrip("/") + path
    rest = said.rest.split(link) if path else [said.rest]
    return Leaf(said.first, said.silence, rest, path)


def closed_leaf(locale: str) -> Leaf:
    """What is said in place of a notice about a case that its reader may not see."""
    return _standing_in("closed", locale)


def _standing_in(word: str, locale: str) -> Leaf:
    catalogue = catalogue_of(locale)
    first, silence = (catalogue.say(f"notice.{word}.{part}") for part in ("first", "silence"))
    return Leaf(first, silence, [], "")
