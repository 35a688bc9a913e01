"""The Jinja environment of our pages, which works out constants when it compiles a template."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

PLACEHOLDER = re.compile(r"%(?:\((\w+)\)s|(%))")


class PageEnvironment(Environment):
    """Folds `_("…")` and other calls with constant arguments into constants.

    A sentence with facts, `_("Case %(ref)s", ref=x)`, becomes its pieces with `x` between them, so
    that a rendered page neither looks up nor formats a translation. Facts are escaped as any
    value is. A sentence is text, unless its msgid itself holds a tag: then it is markup.
    """

    def __init__(self, *, say: Callable[..., str], folded: Mapping[str, Callable], **options: Any):
        super().__init__(**options)
        self.say = say
        self.folded = folded
        self.globals["_"] = say
        self.globals.update(folded)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return _Folding(self, name, filename).visit(tree)


class _Folding(NodeTransformer):
    def __init__(self, environment: PageEnvironment, name: str | None, filename: str | None):
        self.environment = environment
        self.name = name
        self.filename = filename

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - named by Jinja
        node = self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return node
        if node.node.name == "_" and node.args and isinstance(node.args[0], nodes.Const):
            return self._sentence(node)
        if node.node.name in self.environment.folded and _is_constant(node):
            facts = {pair.key: pair.value.value for pair in node.kwargs}
            make = self.environment.folded[node.node.name]
            made = make(*(arg.value for arg in node.args), **facts)
            return nodes.Const(made, lineno=node.lineno)
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 - named by Jinja
        node = self.generic_visit(node)
        node.nodes = [piece for child in node.nodes for piece in _pieces(child)]
        return node

    def _sentence(self, node: nodes.Call) -> nodes.Expr:
        msgid = node.args[0].value
        dress = Markup if "<" in msgid else str
        facts = {pair.key: pair.value for pair in node.kwargs}
        text = self.environment.say(msgid)
        if not facts:
            return nodes.Const(dress(text), lineno=node.lineno)
        pieces: list[nodes.Expr] = []
        end = 0
        for found in PLACEHOLDER.finditer(text):
            pieces.append(nodes.Const(dress(text[end : found.start()]), lineno=node.lineno))
            pieces.append(self._fact(found, facts, node.lineno))
            end = found.end()
        pieces.append(nodes.Const(dress(text[end:]), lineno=node.lineno))
        return nodes.Concat(pieces, lineno=node.lineno)

    def _fact(self, found: re.Match, facts: dict[str, nodes.Expr], lineno: int) -> nodes.Expr:
        if found[2]:
            return nodes.Const("%", lineno=lineno)
        if found[1] not in facts:
            raise TemplateSyntaxError(
                f"the sentence asks for {found[1]!r}, which is not given",
                lineno,
                self.name,
                self.filename,
            )
        return facts[found[1]]


def _pieces(node: nodes.Expr) -> list[nodes.Expr]:
    """What is joined only to be written can be written piece by piece."""
    if isinstance(node, nodes.Concat):
        return [piece for child in node.nodes for piece in _pieces(child)]
    return [node]


def _is_constant(node: nodes.Call) -> bool:
    given = [*node.args, *(pair.value for pair in node.kwargs)]
    return all(isinstance(value, nodes.Const) for value in given)
