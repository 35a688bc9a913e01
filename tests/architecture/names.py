"""Templates and the views that name them."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.architecture.source import Source

TEMPLATE = re.compile(r"[\w/-]+\.(?:html|txt|svg|xml)")
NAMED_IN_TEMPLATE = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+(["'])(.+?)\1""")
ANY = "[^/]+"


def unrendered(templates: dict[str, str], sources: Iterable[Source]) -> list[str]:
    """Templates that nothing in the program and no other template names."""
    named = [*_named_by(sources), *_named_in(templates.values())]
    return sorted(
        name for name in templates if not any(re.fullmatch(pattern, name) for pattern in named)
    )


def missing(templates: Iterable[str], sources: Iterable[Source]) -> list[str]:
    """Templates that a view names and that are not there."""
    shown = {
        node.args[0].value
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        if isinstance(node.args[0].value, str) and node.args[0].value.endswith(".html")
    }
    return sorted(name for name in shown if TEMPLATE.fullmatch(name) and name not in set(templates))


def _named_by(sources: Iterable[Source]) -> Iterator[str]:
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if TEMPLATE.fullmatch(node.value):
                    yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                yield _pattern(node)


def _pattern(text: ast.JoinedStr) -> str:
    """What a formatted name can be: anything but a folder where a value stands."""
    parts = [
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else ANY
        for part in text.values
    ]
    return "".join(parts) if parts[0] != ANY else re.escape("\0")


def _named_in(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for found in NAMED_IN_TEMPLATE.finditer(text):
            yield re.escape(found[2])
