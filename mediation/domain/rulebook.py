"""The only reader of rule data: the versioned files under `mediation/rules/`, JSON or TOML."""

import json
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any


class RuleError(Exception):
    """Rule data that is missing or wrong; names the file and the place in it."""

    def __init__(self, file: str, place: str, problem: str) -> None:
        super().__init__(f"{file}{f' at {place}' if place else ''}: {problem}")
        self.file = file
        self.place = place
        self.problem = problem


class Entry:
    """A value of a rule file that knows where it stands, so that a mistake can be found."""

    def __init__(self, file: str, place: str, value: Any) -> None:
        self.file = file
        self.place = place
        self.value = value

    def wrong(self, problem: str) -> RuleError:
        """The error to raise about this value."""
        return RuleError(self.file, self.place, problem)

    def __contains__(self, key: str) -> bool:
        return key in self._as(dict, "a table")

    def at(self, key: str) -> "Entry":
        """What stands under `key`, which must be there."""
        table = self._as(dict, "a table")
        if key not in table:
            raise self.wrong(f"{key!r} is missing")
        return Entry(self.file, f"{self.place}.{key}" if self.place else key, table[key])

    def maybe(self, key: str) -> "Entry | None":
        """What stands under `key`, or None."""
        return self.at(key) if key in self else None

    def items(self) -> Iterator[tuple[str, "Entry"]]:
        """The keys of a table with what stands under them, in the order of the file."""
        for key in self._as(dict, "a table"):
            yield key, self.at(key)

    def rows(self) -> list["Entry"]:
        """The members of a list."""
        members = self._as(list, "a list")
        return [Entry(self.file, f"{self.place}[{n}]", row) for n, row in enumerate(members)]

    def text(self) -> str:
        """A text that is not empty."""
        text: str = self._as(str, "a text")
        if not text.strip():
            raise self.wrong("the text is empty")
        return text

    def number(self) -> int:
        """A whole number, not negative."""
        number: int = self._as(int, "a whole number")
        if isinstance(number, bool) or number < 0:
            raise self.wrong("not a whole number from zero up")
        return number

    def flag(self) -> bool:
        """True or false."""
        flag: bool = self._as(bool, "true or false")
        return flag

    def only(self, *known: str) -> "Entry":
        """This table, refused if it has a key that nothing reads (most often a misspelt one)."""
        for key in self._as(dict, "a table"):
            if key not in known:
                raise self.at(key).wrong(f"unknown key; known here: {', '.join(sorted(known))}")
        return self

    def _as(self, kind: type, name: str) -> Any:
        if not isinstance(self.value, kind):
            raise self.wrong(f"should be {name}, is {type(self.value).__name__}")
        return self.value


@cache
def rules(name: str) -> Entry:
    """The whole of one rule file, such as `guide/start.toml`; read once. Not to be changed."""
    path = files("mediation").joinpath("rules", *name.split("/"))
    if not path.is_file():
        raise RuleError(name, "", "there is no such rule file")
    return parse(name, path.read_text(encoding="utf-8"))


def parse(name: str, text: str) -> Entry:
    """Read `text` as the rule file called `name`; the ending of the name says the form."""
    try:
        value = json.loads(text) if name.endswith(".json") else tomllib.loads(text)
    except json.JSONDecodeError as wrong:
        place = f"line {wrong.lineno}, column {wrong.colno}"
        raise RuleError(name, place, f"not valid JSON: {wrong.msg}") from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise RuleError(name, "", f"not valid TOML: {wrong}") from wrong
    return Entry(name, "", value)
