"""The problem tree: questions in plain words that lead to advice, a hotline, a letter or filing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from mediation.domain.lanes import Lane
from mediation.domain.letters import LANGUAGES, Both, Letter, both, pair, read_lane, read_letter
from mediation.domain.rulebook import Entry, rules


class LeafKind(StrEnum):
    """What a leaf is mainly there for."""

    ADVICE = "advice"
    DANGER = "danger"
    LETTER = "letter"
    FILE = "file"


class Force(StrEnum):
    """How far a rule binds."""

    STATUTE = "statute"
    JUDICIAL_INTERPRETATION = "judicial_interpretation"
    DEPARTMENT_RULE = "department_rule"
    NORMATIVE_NOTICE = "normative_notice"
    STANDARD = "standard"
    SELF_REGULATION = "self_regulation"


class Read(StrEnum):
    """How sure we are of a rule: its text was read, or only a report of it."""

    TEXT = "text"
    REPORT = "report"


@dataclass(frozen=True)
class Lines:
    """Several lines in both languages."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    def of(self, locale: str) -> tuple[str, ...]:
        """The lines for a reader of `locale`."""
        return self.zh if locale.startswith("zh") else self.en


@dataclass(frozen=True)
class Answer:
    """One answer to a question, and the node it leads to."""

    to: str
    icon: str
    say: Both
    more: Both


@dataclass(frozen=True)
class Question:
    """A question; with `several`, more than one answer may be chosen, the first leads on."""

    name: str
    ask: Both
    hint: Both | None
    answers: tuple[Answer, ...]
    several: bool
    danger: bool


@dataclass(frozen=True)
class Leaf:
    """Where the questions end."""

    name: str
    kind: LeafKind
    title: Both
    lead: Both
    steps: Lines
    lane: Lane | None
    letter: str | None
    ticks: tuple[str, ...]
    hotlines: tuple[str, ...]
    law: tuple[str, ...]
    keep: str | None
    report: str | None


Node = Question | Leaf


class Hotline(NamedTuple):
    number: str
    name: Both
    use: Both


class Statement(NamedTuple):
    """What a rule says, how far it binds and how sure we are of it."""

    says: Both
    source: Both
    force: Force
    read: Read


class LaneNote(NamedTuple):
    name: Both
    at_hand: Lines


@dataclass(frozen=True)
class Guide:
    """One version of the tree with everything its leaves refer to."""

    version: str
    root: str
    nodes: Mapping[str, Node]
    letters: Mapping[str, Letter]
    hotlines: Mapping[str, Hotline]
    law: Mapping[str, Statement]
    lanes: Mapping[Lane, LaneNote]
    keep: Mapping[str, Lines]

    @property
    def questions(self) -> Iterator[Question]:
        return (node for node in self.nodes.values() if isinstance(node, Question))

    @property
    def leaves(self) -> Iterator[Leaf]:
        return (node for node in self.nodes.values() if isinstance(node, Leaf))

    def parents(self, name: str) -> list[str]:
        """The questions that lead to this node, in the order of the files."""
        return [q.name for q in self.questions if name in {answer.to for answer in q.answers}]


@cache
def the_guide() -> Guide:
    """The guide of this release, read once."""
    return read_guide(rules("guide/index.toml"))


def read_guide(index: Entry) -> Guide:
    """Read the tree that `index` describes, with the files it names."""
    index.only("version", "root", "nodes", "law", "letters", "hotlines", "lanes", "keep")
    nodes: dict[str, Node] = {}
    for file in index.at("nodes").rows():
        for name, entry in rules(f"guide/{file.text()}").only("nodes").at("nodes").items():
            if name in nodes:
                raise entry.wrong("this node stands in two files")
            nodes[name] = read_node(name, entry)
    letters = {}
    for file in index.at("letters").rows():
        name = file.text().rpartition("/")[2].removesuffix(".toml")
        letters[name] = read_letter(name, rules(f"guide/{file.text()}"))
    law = rules(f"guide/{index.at('law').text()}").only("law").at("law")
    return Guide(
        version=index.at("version").text(),
        root=index.at("root").text(),
        nodes=nodes,
        letters=letters,
        hotlines={name: _hotline(row) for name, row in index.at("hotlines").items()},
        law={name: _statement(row) for name, row in law.items()},
        lanes={_lane(name, row): _lane_note(row) for name, row in index.at("lanes").items()},
        keep={name: _lines(row) for name, row in index.at("keep").items()},
    )


def read_node(name: str, entry: Entry) -> Node:
    """Read one node of the tree."""
    kind = entry.at("kind")
    if kind.text() == "question":
        return _question(name, entry)
    if kind.text() not in list(LeafKind):
        raise kind.wrong(f"no such kind; there are question, {', '.join(LeafKind)}")
    return _leaf(name, LeafKind(kind.text()), entry)


def _question(name: str, entry: Entry) -> Question:
    entry.only("kind", "answers", "several", "danger", *LANGUAGES)
    has_hint = [language for language in LANGUAGES if "hint" in entry.at(language)]
    answers = []
    for row in entry.at("answers").rows():
        row.only("to", "icon", *LANGUAGES)
        answers.append(
            Answer(row.at("to").text(), row.at("icon").text(), pair(row, 0), pair(row, 1))
        )
    return Question(
        name=name,
        ask=both(entry, "ask"),
        hint=both(entry, "hint") if has_hint else None,
        answers=tuple(answers),
        several=_flag(entry, "several"),
        danger=_flag(entry, "danger"),
    )


def _leaf(name: str, kind: LeafKind, entry: Entry) -> Leaf:
    entry.only("kind", "lane", "letter", "ticks", "hotlines", "law", "keep", "report", *LANGUAGES)
    lane, letter, keep, report = (entry.maybe(key) for key in ("lane", "letter", "keep", "report"))
    return Leaf(
        name=name,
        kind=kind,
        title=both(entry, "title"),
        lead=both(entry, "lead"),
        steps=_lines(entry, "steps"),
        lane=read_lane(lane) if lane else None,
        letter=letter.text() if letter else None,
        ticks=_names(entry, "ticks"),
        hotlines=_names(entry, "hotlines"),
        law=_names(entry, "law"),
        keep=keep.text() if keep else None,
        report=report.text() if report else None,
    )


def _names(entry: Entry, key: str) -> tuple[str, ...]:
    names = entry.maybe(key)
    return tuple(row.text() for row in names.rows()) if names else ()


def _flag(entry: Entry, key: str) -> bool:
    flag = entry.maybe(key)
    return bool(flag and flag.flag())


def _lines(entry: Entry, key: str | None = None) -> Lines:
    sides = [entry.at(language).at(key) if key else entry.at(language) for language in LANGUAGES]
    zh, en = (tuple(row.text() for row in side.rows()) for side in sides)
    if len(zh) != len(en):
        raise entry.wrong(f"{key or 'the list'} has {len(zh)} lines in zh, {len(en)} in en")
    return Lines(zh, en)


def _hotline(row: Entry) -> Hotline:
    return Hotline(row.at("number").text(), both(row, "name"), both(row, "use"))


def _statement(row: Entry) -> Statement:
    row.only("force", "read", *LANGUAGES)
    force, read = row.at("force"), row.at("read")
    if force.text() not in list(Force) or read.text() not in list(Read):
        raise row.wrong(f"force is one of {', '.join(Force)}; read is text or report")
    return Statement(both(row, "says"), both(row, "source"), Force(force.text()), Read(read.text()))


def _lane(name: str, row: Entry) -> Lane:
    return read_lane(Entry(row.file, row.place, name))


def _lane_note(row: Entry) -> LaneNote:
    return LaneNote(both(row, "name"), _lines(row, "at_hand"))


def way_on(question: Question, chosen: Sequence[str]) -> list[str]:
    """Where the chosen answers lead: the most pressing first, in the order of the question."""
    ways = [answer.to for answer in question.answers if answer.to in chosen]
    return ways if question.several else ways[:1]


def parent_of(guide: Guide, name: str, came_from: str | None) -> str | None:
    """The question to go back to: the one we came from if it leads here, else the first."""
    parents = guide.parents(name)
    if came_from in parents:
        return came_from
    return parents[0] if parents else None


class Progress(NamedTuple):
    """The number of this question on its way, and how many there can be at most."""

    step: int
    most: int


def progress(guide: Guide, question: Question) -> Progress:
    """How far the reader has come; all ways to a question are equally long, so this is exact."""
    step, name = 1, question.name
    while parents := guide.parents(name):
        step, name = step + 1, parents[0]
    return Progress(step, step + _height(guide, question) - 1)


def _height(guide: Guide, question: Question) -> int:
    below = [guide.nodes[answer.to] for answer in question.answers]
    heights = [_height(guide, node) for node in below if isinstance(node, Question)]
    return 1 + max(heights, default=0)
