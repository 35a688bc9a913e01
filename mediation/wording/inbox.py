"""How a notice reads in an inbox: in the language of whoever reads it, whatever it was sent in."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from mediation.wording.catalogue import catalogue_of
from mediation.wording.notices import sentences_of


class Leaf(NamedTuple):
    """A notice as it is read by whoever signed in: what happened, and what follows of silence.

    The subject of a mail says less, for others may see it. Between each two pieces of the text
    stands the link.
    """

    subject: str
    first: str
    text: list[str]
    path: str


def leaf(kind: str, facts: Mapping[str, Any], *, locale: str, **where: Any) -> Leaf:
    """The words of one notice; `where` says zone, address of the site, and the moment."""
    try:
        said = sentences_of(kind, facts, locale=locale, **where)
    except LookupError:
        # An older notice may not know what today's sentence asks for.
        return Leaf(catalogue_of(locale).say("notice.worn.subject"), "", [_worn(locale)], "")
    path = str(facts.get("path", ""))
    link = where["base_url"].rstrip("/") + path
    text = f"{said.silence}\n\n{said.rest}"
    return Leaf(said.first, said.silence, text.split(link) if path else [text], path)


def _worn(locale: str) -> str:
    return catalogue_of(locale).say("notice.worn.body")
