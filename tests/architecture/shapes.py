"""How long files and functions are, what they are called, and what they say of themselves."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.architecture.source import Source, functions_of

LONGEST_FILE = 300
LONGEST_FUNCTION = 40

# Words that exclude nothing attract everything.
BANNED = {
    "util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "handler",
    "handlers", "processor", "processors", "base", "data", "info", "service",
}  # fmt: skip

MARK = re.compile(r"#\s*(?:noqa|type:\s*ignore)(?::\s*[A-Z0-9, ]+|\[[a-z-, ]+\])?(?P<rest>.*)")


def long_files(sources: Iterable[Source], allowed: Iterable[str] = ()) -> Iterator[str]:
    for source in sources:
        length = len(source.text.splitlines())
        if length > LONGEST_FILE and source.path not in allowed:
            yield f"{source.path}: {length} lines"


def long_functions(sources: Iterable[Source], allowed: Iterable[str] = ()) -> Iterator[str]:
    for source in sources:
        for function in functions_of(source.tree):
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            place = f"{source.path}: {function.name}"
            if length > LONGEST_FUNCTION and place not in allowed:
                yield f"{place}: {length} lines"


def banned_names(sources: Iterable[Source], allowed: Iterable[str] = ()) -> Iterator[str]:
    """Every file, class and function whose name holds a word that says nothing."""
    for source in sources:
        stem = source.path.rsplit("/", 1)[-1].removesuffix(".py")
        if source.path not in allowed and words(stem) & BANNED:
            yield source.path
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                place = f"{source.path}: {node.name}"
                if place not in allowed and words(node.name) & BANNED:
                    yield place


def words(name: str) -> set[str]:
    """The words of a name, however it joins them."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


def unsigned(sources: Iterable[Source]) -> Iterator[str]:
    """Every module without a sign on its door."""
    for source in sources:
        if not (ast.get_docstring(source.tree) or "").split("\n")[0].endswith("."):
            yield source.path


def unexplained_marks(sources: Iterable[Source]) -> Iterator[str]:
    """Every mark that silences a checker without saying why."""
    for source in sources:
        for number, line in enumerate(source.text.splitlines(), 1):
            mark = MARK.search(line)
            if mark and not re.search(r"\w+\s+\w+", mark["rest"]):
                yield f"{source.path}:{number}"
