"""Letters to the lender: their questions, and the text that the answers make."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mediation.domain.lanes import Lane
from mediation.domain.rulebook import Entry

LANGUAGES = ("zh", "en")
BLANK = "＿＿＿＿＿＿"
NUMERALS = {"zh": "{}、{}", "en": "{}. {}"}
PLACE = re.compile(r"\{(\w+)\}")
GIVEN = frozenset({"today"})


@dataclass(frozen=True)
class Both:
    """The same words in both languages."""

    zh: str
    en: str

    def of(self, locale: str) -> str:
        """The words for a reader of `locale` (zh_CN, en)."""
        return self.zh if locale.startswith("zh") else self.en


def both(entry: Entry, key: str) -> Both:
    """The text that stands under `key` in each language's table."""
    return Both(*(entry.at(language).at(key).text() for language in LANGUAGES))


def pair(entry: Entry, position: int) -> Both:
    """The text at `position` of each language's list of two."""
    texts = []
    for language in LANGUAGES:
        rows = entry.at(language).rows()
        if len(rows) != 2:
            raise entry.at(language).wrong("should be a list of two texts")
        texts.append(rows[position].text())
    return Both(*texts)


@dataclass(frozen=True)
class Field:
    """One thing that the letter asks of the reader; never compulsory."""

    name: str
    label: Both
    hint: Both
    is_long: bool


@dataclass(frozen=True)
class Tick:
    """One circumstance that the reader may add, and how the letter puts it."""

    name: str
    label: Both
    text: Both


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the letter; one that `needs` an answer is left out without it."""

    text: Both
    needs: str | None
    lists_ticks: bool
    denies_admission: bool


@dataclass(frozen=True)
class Letter:
    """A letter with its questions."""

    name: str
    lane: Lane
    title: Both
    use: Both
    fields: tuple[Field, ...]
    ticks: tuple[Tick, ...]
    body: tuple[Paragraph, ...]


def read_letter(name: str, entry: Entry) -> Letter:
    """Read one letter file."""
    entry.only("lane", "zh", "en", "fields", "ticks", "body")
    ticks = entry.maybe("ticks")
    return Letter(
        name=name,
        lane=read_lane(entry.at("lane")),
        title=both(entry, "title"),
        use=both(entry, "use"),
        fields=tuple(_field(row) for row in entry.at("fields").rows()),
        ticks=tuple(_tick(key, row) for key, row in ticks.items()) if ticks else (),
        body=tuple(_paragraph(row) for row in entry.at("body").rows()),
    )


def read_lane(entry: Entry) -> Lane:
    """The lane named here."""
    if entry.text() not in list(Lane):
        raise entry.wrong(f"no such lane; there are {', '.join(Lane)}")
    return Lane(entry.text())


def _field(row: Entry) -> Field:
    row.only("name", "long", "zh", "en")
    is_long = row.maybe("long")
    return Field(
        row.at("name").text(), pair(row, 0), pair(row, 1), bool(is_long and is_long.flag())
    )


def _tick(name: str, row: Entry) -> Tick:
    row.only("zh", "en")
    return Tick(name, pair(row, 0), pair(row, 1))


def _paragraph(row: Entry) -> Paragraph:
    row.only("zh", "en", "needs", "list", "no_admission")
    needs, listed, denies = (row.maybe(key) for key in ("needs", "list", "no_admission"))
    return Paragraph(
        Both(row.at("zh").text(), row.at("en").text()),
        needs.text() if needs else None,
        bool(listed and listed.flag()),
        bool(denies and denies.flag()),
    )


def write_letter(
    letter: Letter, answers: Mapping[str, str], chosen: Sequence[str], today: str, locale: str
) -> list[str]:
    """The paragraphs of the letter; what was not answered is a blank to fill in by hand."""
    ticks = [tick for tick in letter.ticks if tick.name in chosen]
    given = {name: text.strip() for name, text in answers.items() if text.strip()}
    given["today"] = today
    lines = []
    for paragraph in letter.body:
        if paragraph.needs == "ticks" and not ticks:
            continue
        if paragraph.needs not in (None, "ticks") and paragraph.needs not in given:
            continue
        # One pass over the text: braces that the reader typed are never taken for places.
        lines.append(PLACE.sub(lambda place: given.get(place[1], BLANK), paragraph.text.of(locale)))
        if paragraph.lists_ticks:
            lines.extend(_numbered(ticks, locale))
    return lines


def _numbered(ticks: Sequence[Tick], locale: str) -> list[str]:
    form = NUMERALS["zh" if locale.startswith("zh") else "en"]
    return [form.format(number, tick.text.of(locale)) for number, tick in enumerate(ticks, 1)]


def letter_faults(letter: Letter) -> list[str]:
    """What is wrong with a letter, in plain words; empty when it may be used."""
    faults = []
    asked = {field.name for field in letter.fields}
    known = asked | GIVEN
    used: set[str] = set()
    for number, paragraph in enumerate(letter.body):
        zh, en = (set(PLACE.findall(text)) for text in (paragraph.text.zh, paragraph.text.en))
        if zh != en:
            faults.append(f"body[{number}] has other places in zh than in en")
        faults += [f"body[{number}] has {{{name}}}, which nothing asks" for name in zh - known]
        if paragraph.needs and paragraph.needs not in asked | {"ticks"}:
            faults.append(f"body[{number}] needs {paragraph.needs}, which nothing asks")
        used |= zh
    faults += [f"asks {name}, which it never says" for name in sorted(asked - used)]
    if not any(paragraph.denies_admission for paragraph in letter.body):
        faults.append("has no paragraph that denies any admission")
    if letter.ticks and not any(paragraph.lists_ticks for paragraph in letter.body):
        faults.append("has ticks, which it never lists")
    return [f"letter {letter.name}: {fault}" for fault in faults]
