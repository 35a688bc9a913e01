"""The clocks of a case: which events start, pause, resume and stop each, from the rule data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import NamedTuple, TypeVar

from mediation.domain.deadlines import Counting
from mediation.domain.events import Event
from mediation.domain.lengths import Length, Unit, read_length
from mediation.domain.lifecycle import Stage
from mediation.domain.roles import LenderKind
from mediation.domain.rulebook import Entry, rules
from mediation.domain.shown import Shown, is_shown
from mediation.domain.spaces import Reader, Side, Worked

FILE = "deadlines.toml"
INSTALMENT = "instalment_cure"  # Begins on the day agreed for a payment, by no event of its own.
LANGUAGES = ("zh_CN", "en")
PARTS = (
    *("title", "length", "rolls", "starts", "stops", "pauses", "resumes", "binds", "extensions"),
    *("source", "side", "stages", "stated", "warns", "escalates", "tells", "lapses", "leads"),
    *("shown", "right", "back"),
)
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


class Lead(NamedTuple):
    """What silence leads to by itself, and how long after the last reminder."""

    event: Event
    after: Length


class Timing(NamedTuple):
    """What an event says of its clocks beyond its own moment.

    `about` names those that it starts, `over` those that it stops where a case has several of one
    rule (a side, a part); `also` are rules that only this act starts, `but` those that it does
    not start though its event does; `since` is the day on which it happened where that was
    another, `until` the end that is stated in the paper itself.
    """

    about: tuple[str, ...] = ("",)
    over: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    since: date | None = None
    until: datetime | None = None


AT_ONCE = Timing()
NOBODYS_CLOCK = Timing(over=("nobody",))  # What happened ends no clock.


@dataclass(frozen=True)
class Clock:
    """One rule of time. Without `starts` it begins outside the product.

    It stops where the case leaves its `stages`; without any it outlives the case. `side` is who
    must act; None: the side its `about` begins with. `stated`: the end stands in a paper, and
    the length is only what is proposed. `warns` before its end its side is reminded, `escalates`
    after it a person sees to it; either may be none. Once it is over `tells` hear of it beside
    its own side; where it `lapses`, a verb of its own ends it and it is never just missed.
    """

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
    side: Side | None
    stages: frozenset[Stage]
    stated: bool
    warns: Length | None
    escalates: Length | None
    tells: frozenset[Side]
    lapses: bool
    leads: Lead | None
    shown: Shown
    right: bool

    def is_shown_to(self, reader: Reader, case: Worked) -> bool:
        """Whether somebody who reads the case sees this clock."""
        return is_shown(self.shown, reader, case)

    def side_of(self, about: str) -> Side:
        """Who must act before a clock of this rule is over."""
        return self.side or Side(about.partition("/")[0])

    @property
    def is_reminded(self) -> bool:
        """Whether its side is reminded once more when it is over; of admission the heads are."""
        return self.escalates is not None and not self.lapses and self.id != "admission"

    def may_run_in(self, stage: Stage) -> bool:
        """Whether it runs while the case stands there."""
        return not self.stages or stage in self.stages

    def abouts(self, timing: Timing) -> tuple[str, ...]:
        """What its clocks are about that one event starts: one, or one a side or part."""
        return ("",) if self.side else timing.about

    def binds_on(self, kind: LenderKind | None) -> bool:
        """Whether it binds such a company; else it is an arrangement."""
        return not self.binds or kind in self.binds


@cache
def clocks() -> dict[str, Clock]:
    """The clocks of this release by their ids, in the order of the file."""
    return read_clocks(rules(FILE))


@cache
def rights() -> frozenset[str]:
    """The clocks before whose end somebody may act, and need not: once over, nobody is late."""
    return frozenset(clock.id for clock in clocks().values() if clock.right)


class Touched(NamedTuple):
    """What one event does to clocks: those it stops, pauses, resumes and starts."""

    stops: frozenset[str]
    pauses: frozenset[str]
    resumes: frozenset[str]
    starts: tuple[Clock, ...]


@cache
def touched_by() -> Mapping[Event, Touched]:
    """What each event does to the clocks of this release."""
    return {event: _touched(event) for event in Event}


def _touched(event: Event) -> Touched:
    def of(part: str) -> Iterator[Clock]:
        return (clock for clock in clocks().values() if event in getattr(clock, part))

    return Touched(
        frozenset(clock.id for clock in of("stops")),
        frozenset(clock.id for clock in of("pauses")),
        frozenset(clock.id for clock in of("resumes")),
        tuple(of("starts")),
    )


@cache
def version() -> str:
    """The version of the rule data."""
    return rules(FILE).at("version").text()


def read_clocks(book: Entry) -> dict[str, Clock]:
    """Read the clocks that `book` names; a mistake is named with its place."""
    book.only("version", "rules")
    book.at("version").text()
    return {name: _clock(name, entry) for name, entry in book.at("rules").items()}


def _clock(name: str, entry: Entry) -> Clock:
    entry.only(*PARTS)
    side = entry.at("side")
    rolls = entry.maybe("rolls")
    extensions = entry.maybe("extensions")
    shown = entry.maybe("shown")
    return Clock(
        id=name,
        title=_both(entry.at("title")),
        length=_length(entry.at("length")),
        counting=Counting(rolls=rolls is None or rolls.flag(), is_back=_flag(entry.maybe("back"))),
        starts=_words(Event, entry.at("starts")),
        stops=_words(Event, entry.at("stops")),
        pauses=_words(Event, entry.maybe("pauses")),
        resumes=_words(Event, entry.maybe("resumes")),
        binds=_words(LenderKind, entry.maybe("binds")),
        extensions=tuple(_extension(row) for row in (extensions.rows() if extensions else ())),
        source=_source(entry.at("source")),
        side=None if side.text() == "about" else _word(Side, side),
        stages=_words(Stage, entry.maybe("stages")),
        stated=_flag(entry.maybe("stated")),
        warns=_maybe_days(entry.maybe("warns")),
        escalates=_maybe_length(entry.maybe("escalates")),
        tells=_words(Side, entry.maybe("tells")),
        lapses=_flag(entry.maybe("lapses")),
        leads=_lead(entry.maybe("leads")),
        shown=_word(Shown, shown) if shown else Shown.EVERYBODY,
        right=_flag(entry.maybe("right")),
    )


def _flag(entry: Entry | None) -> bool:
    return entry is not None and entry.flag()


def _lead(entry: Entry | None) -> Lead | None:
    if entry is None:
        return None
    entry.only("event", "after")
    return Lead(_word(Event, entry.at("event")), _length(entry.at("after")))


def _both(entry: Entry) -> dict[str, str]:
    entry.only(*LANGUAGES)
    return {language: entry.at(language).text() for language in LANGUAGES}


def _maybe_days(entry: Entry | None) -> Length | None:
    length = _maybe_length(entry)
    if entry is not None and length is not None and length.unit is not Unit.CALENDAR_DAY:
        raise entry.wrong("counted back in calendar days, like 3d")
    return length


def _maybe_length(entry: Entry | None) -> Length | None:
    return None if entry is None else _length(entry)


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
    times = entry.maybe("times")
    return Extension(
        by=_word(Extender, entry.at("by")),
        length=_length(entry.at("length")),
        times=times.number() if times else 1,
        approver=_flag(entry.maybe("approver")),
    )


def _source(entry: Entry) -> Source:
    entry.only("law", "article", "mark")
    article = entry.maybe("article")
    return Source(
        law=_both(entry.at("law")),
        article=article.text() if article else "",
        mark=_word(Mark, entry.at("mark")),
    )
