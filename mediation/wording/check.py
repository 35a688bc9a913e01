"""Looks for sentences that are missing, doubtful, contradictory or no longer said.

python -m mediation.wording.check
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, nodes

from mediation.wording.catalogue import LOCALES, messages_of, po_files
from mediation.wording.demands import demanded

PACKAGE = Path(__file__).parent.parent
TEMPLATES = (
    PACKAGE / "templates" if (PACKAGE / "templates").is_dir() else PACKAGE.parent / "templates"
)
SAYING = frozenset({"_", "say", "lazy", "tell", "gettext"})
REFUSING = frozenset({"Refused"})
KEY = re.compile(r"[a-z]\w*(\.[\w/-]+)+")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class Finding(NamedTuple):
    """One thing to mend: what kind, in which language, which sentence, seen where."""

    kind: str
    locale: str
    msgid: str
    where: str = ""

    def __str__(self) -> str:
        where = f"  ({self.where})" if self.where else ""
        return f"{self.kind:12} {self.locale:5} {self.msgid}{where}"


class Said(NamedTuple):
    """What the program says: sentences with the place that says them, and beginnings of keys."""

    msgids: dict[str, str]
    prefixes: frozenset[str]


def findings() -> list[Finding]:
    """Everything to mend in all languages."""
    said = said_anywhere()
    return [finding for locale in LOCALES for finding in _findings_in(locale, said)]


def said_anywhere() -> Said:
    """Every msgid that templates, Python and the tables of the domain name."""
    msgids = dict.fromkeys(sorted(demanded()), "demands")
    prefixes: set[str] = set()
    for path in sorted(TEMPLATES.rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            _note(_of_template(path), path, msgids, prefixes)
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.is_relative_to(PACKAGE / "static"):
            continue
        _note(_of_python(ast.parse(path.read_text("utf-8"))), path, msgids, prefixes)
    return Said(msgids, frozenset(prefixes))


def _note(
    found: Iterable[tuple[str, bool]], path: Path, msgids: dict[str, str], prefixes: set[str]
) -> None:
    for text, is_whole in found:
        if is_whole:
            msgids.setdefault(text, path.name)
        else:
            prefixes.add(text)


def _of_template(path: Path) -> Iterator[tuple[str, bool]]:
    tree = Environment(autoescape=True).parse(path.read_text("utf-8"))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in SAYING and call.args:
            yield from _template_texts(call.args[0])


def _template_texts(node: nodes.Expr) -> Iterator[tuple[str, bool]]:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value, True
    elif isinstance(node, nodes.Concat) and isinstance(node.nodes[0], nodes.Const):
        yield node.nodes[0].value, False
    elif isinstance(node, nodes.CondExpr):
        for branch in (node.expr1, node.expr2):
            if branch is not None:
                yield from _template_texts(branch)


def _of_python(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from _beginning(node)
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        first = node.args[0]
        if name == "tell" and any(keyword.arg == "key" for keyword in node.keywords):
            continue  # A notice, no sentence on a page: its words are asked for by the table.
        for text in _constants(first) if name in SAYING else ():
            yield text, True
        for text in _constants(first) if name in REFUSING else ():
            yield f"refusal.{text}", True


def _beginning(node: ast.JoinedStr) -> Iterator[tuple[str, bool]]:
    """An f-string like `stage.{…}` may name any key that begins so."""
    first = node.values[0] if node.values else None
    if isinstance(first, ast.Constant) and re.fullmatch(r"[a-z]\w*\.[\w.]*", str(first.value)):
        yield str(first.value), False


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def _findings_in(locale: str, said: Said) -> Iterator[Finding]:
    texts: dict[str, str] = {}
    for path in po_files(locale):
        for message in messages_of(path):
            msgid, text = str(message.id), str(message.string or "")
            if message.fuzzy:
                yield Finding("fuzzy", locale, msgid, path.name)
            elif not text:
                yield Finding("empty", locale, msgid, path.name)
            elif texts.get(msgid, text) != text:
                yield Finding("contradicted", locale, msgid, path.name)
            texts[msgid] = text
            if not KEY.fullmatch(msgid) and _facts(text) != _facts(msgid):
                yield Finding("facts", locale, msgid, path.name)
            if msgid not in said.msgids and not msgid.startswith(tuple(said.prefixes)):
                yield Finding("unused", locale, msgid, path.name)
    for msgid, where in said.msgids.items():
        is_its_own = locale == "en" and not KEY.fullmatch(msgid)
        if not texts.get(msgid) and not is_its_own:
            yield Finding("missing", locale, msgid, where)


def _facts(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def main() -> int:
    """Print what is to be mended; 0 when there is nothing."""
    found = findings()
    for finding in found:
        sys.stdout.write(f"{finding}\n")
    sys.stdout.write(f"{len(found)} to mend\n" if found else "All sentences are there.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
