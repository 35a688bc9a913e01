"""The clocks of a case: which events start, pause, resume and stop each, from the rule data."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeVar

from mediation.domain.deadlines import Counting, Length, read_length
from mediation.domain.events import Event
from mediation.domain.roles import LenderKind
from mediation.domain.rulebook import Entry, rules

FILE = "deadlines.toml"
LANGUAGES = ("zh_CN", "en")
W = TypeVar("W", bound=StrEnum)


class Mark(StrEnum):
    """How sure we are of a source."""

    READ = "V"
    SECOND_HAND = "S"
    HOUSE = "H"


class Extender(StrEnum):
    """Who may make a clock run longer."""

    LENDER = "lender"
    CONSENT = "consent"
    OFFICER = "officer"


@dataclass(frozen=True)
class Source:
    """Where a length comes from; `law` by locale, `article` as it is numbered there."""

    law: dict[str, str]
    article: str
    mark: Mark


@dataclass(frozen=True)
class Extension:
    """By whom, how far and how often a clock may be extended; whether an approver is named."""

    by: Extender
    length: Length
    times: int
    approver: bool


@dataclass(frozen=True)
class Clock:
    """One rule of time. Without `starts` it begins outside the product."""

    id: str
    title: dict[str, str]
    length: Length
    counting: Counting
    starts: frozenset[Event]
    stops: frozenset[Event]
    pauses: frozenset[Event]
    resumes: frozenset[Event]
    binds: frozenset[LenderKind]
    extensions: tuple[Extension, ...]
    source: Source


@cache
def clocks() -> dict[str, Clock]:
    """The clocks of this release by their ids, in the order of the file."""
    return read_clocks(rules(FILE))


def read_clocks(book: Entry) -> dict[str, Clock]:
    """Read the clocks that `book` names; a mistake is named with its place."""
    book.only("version", "rules")
    book.at("version").text()
    return {name: _clock(name, entry) for name, entry in book.at("rules").items()}


def _clock(name: str, entry: Entry) -> Clock:
    entry.only(
        "title",
        "length",
        "rolls",
        "starts",
        "stops",
        "pauses",
        "resumes",
        "binds",
        "extensions",
        "source",
    )
    rolls = entry.maybe("rolls")
    extensions = entry.maybe("extensions")
    return Clock(
        id=name,
        title=_both(entry.at("title")),
        length=_length(entry.at("length")),
        counting=Counting(rolls=rolls is None or rolls.flag()),
        starts=_words(Event, entry.at("starts")),
        stops=_words(Event, entry.at("stops")),
        pauses=_words(Event, entry.maybe("pauses")),
        resumes=_words(Event, entry.maybe("resumes")),
        binds=_words(LenderKind, entry.maybe("binds")),
        extensions=tuple(_extension(row) for row in (extensions.rows() if extensions else ())),
        source=_source(entry.at("source")),
    )


def _both(entry: Entry) -> dict[str, str]:
    entry.only(*LANGUAGES)
    return {language: entry.at(language).text() for language in LANGUAGES}


def _length(entry: Entry) -> Length:
    length = read_length(entry.text())
    if length is None:
        raise entry.wrong("not a length like 15d, 3wd, 1mo or 8h")
    return length


def _words(kind: type[W], entry: Entry | None) -> frozenset[W]:
    return frozenset(_word(kind, row) for row in (entry.rows() if entry else ()))


def _word(kind: type[W], row: Entry) -> W:
    try:
        return kind(row.text())
    except ValueError as wrong:
        raise row.wrong(f"not one of: {', '.join(kind)}") from wrong


def _extension(entry: Entry) -> Extension:
    entry.only("by", "length", "times", "approver")
    times, approver = entry.maybe("times"), entry.maybe("approver")
    return Extension(
        by=_word(Extender, entry.at("by")),
        length=_length(entry.at("length")),
        times=times.number() if times else 1,
        approver=approver is not None and approver.flag(),
    )


def _source(entry: Entry) -> Source:
    entry.only("law", "article", "mark")
    article = entry.maybe("article")
    return Source(
        law=_both(entry.at("law")),
        article=article.text() if article else "",
        mark=_word(Mark, entry.at("mark")),
    )
