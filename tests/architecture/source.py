"""The program's own source, read as syntax trees: what each house rule looks at."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "mediation"
TESTS = ROOT / "tests"
TEMPLATES = ROOT / "templates"

# Folders of the package that hold no rooms: data, and scripts that lie beside it.
DATA = {"migrations", "rules", "static", "translations"}

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


class Source(NamedTuple):
    """One file: where it lies and what it says."""

    path: str  # From the repository's root, as in "mediation/web/cases.py".
    text: str

    @property
    def tree(self) -> ast.Module:
        return parsed(self.text)

    @property
    def module(self) -> str:
        """The dotted name by which others import it."""
        name = self.path.removesuffix(".py").replace("/", ".")
        return name.removesuffix(".__init__")

    @property
    def room(self) -> str:
        """The folder or file right under `mediation/` that it belongs to; "" for the roof."""
        parts = self.module.split(".")
        return parts[1] if len(parts) > 1 else ""


class Import(NamedTuple):
    """One imported name."""

    line: int
    module: str
    name: str | None
    level: int = 0


@cache
def parsed(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def program() -> list[Source]:
    """Every Python file of the house; migrations and the scripts beside data are none of it."""
    return [
        Source(path.relative_to(ROOT).as_posix(), path.read_text())
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] not in DATA
    ]


@cache
def suite() -> list[Source]:
    """Every Python file of the tests."""
    return [
        Source(path.relative_to(ROOT).as_posix(), path.read_text())
        for path in sorted(TESTS.rglob("*.py"))
    ]


def imports_of(tree: ast.AST) -> Iterator[Import]:
    """Everything that is imported anywhere below `tree`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(node.lineno, alias.name, None)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield Import(node.lineno, node.module or "", alias.name, node.level)


def modules_seen_from(source: Source, modules: set[str]) -> set[str]:
    """Which of `modules` a file imports, whole or names of them."""
    seen = set()
    for item in imports_of(source.tree):
        whole = f"{item.module}.{item.name}"
        seen.add(whole if item.name and whole in modules else item.module)
    return (seen & modules) - {source.module}


def functions_of(tree: ast.AST) -> Iterator[FunctionNode]:
    """Every function and method, at any depth."""
    for node in ast.walk(tree):
        if isinstance(node, FunctionNode):
            yield node


def called_name(call: ast.Call) -> str:
    """The last word of what is called: `commit` for `db.session.commit()`."""
    return last_word(call.func)


def last_word(node: ast.AST) -> str:
    """The last word of a name or an attribute; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
