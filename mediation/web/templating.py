"""The Jinja environment of our pages, which works out constants when it compiles a template."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import TemplateSyntaxError
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

PLACEHOLDER = re.compile(r"%(?:\((\w+)\)s|(%))")


class _PageCode(CodeGenerator):
    """Writes what needs no escaping as it is."""

    environment: "PageEnvironment"

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if isinstance(node, nodes.Filter) and node.name in self.environment.unescaped:
            self.write("(")
        else:
            super()._output_child_pre(node, frame, finalize)


class PageEnvironment(Environment):
    """An environment for pages whose rows come by the hundred.

    `_("…")` and calls of `folded` with constant arguments become constants. A sentence with
    facts, `_("Case %(ref)s", ref=x)`, becomes its pieces with `x` between them. Facts are
    escaped as any value is. A sentence is text, unless its msgid itself holds a tag: then it is
    markup. Calls of `direct` skip Jinja's way of calling; what `unescaped` gives is written as
    it is, so only figures, days and ready markup may be named there.
    """

    code_generator_class = _PageCode

    def __init__(
        self,
        *,
        say: Callable[..., str],
        folded: Mapping[str, Callable],
        unescaped: frozenset[str],
        **options: Any,
    ):
        super().__init__(**options)
        self.say = say
        self.folded = folded
        self.unescaped = unescaped
        self.direct: set[str] = set()
        self.globals.update(folded)
        self.add_direct("_", say)

    def add_direct(self, name: str, function: Callable) -> None:
        """Offer `function` to templates as a call with at least one positional argument."""
        self.globals[name] = function
        self.filters[name] = function
        self.direct.add(name)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return _Folding(self, tree, name, filename).visit(tree)


class _Folding(NodeTransformer):
    def __init__(
        self,
        environment: PageEnvironment,
        tree: nodes.Template,
        name: str | None,
        filename: str | None,
    ):
        self.environment = environment
        self.own = _names_of_its_own(tree)
        self.name = name
        self.filename = filename

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - named by Jinja
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return node
        called = node.node.name
        if called in self.own or not node.args:
            return node
        if called == "_" and isinstance(node.args[0], nodes.Const):
            return self._sentence(node)
        if called in self.environment.folded and _is_constant(node):
            facts = {pair.key: pair.value.as_const() for pair in node.kwargs}
            make = self.environment.folded[called]
            made = make(*(arg.as_const() for arg in node.args), **facts)
            return nodes.Const(made, lineno=node.lineno)
        if called in self.environment.direct:
            first = _key(node.args[0]) if called == "_" else node.args[0]
            return nodes.Filter(
                first, called, node.args[1:], node.kwargs, None, None, lineno=node.lineno
            )
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 - named by Jinja
        self.generic_visit(node)
        node.nodes = [piece for child in node.nodes for piece in _pieces(child)]
        return node

    def _sentence(self, node: nodes.Call) -> nodes.Expr:
        msgid = node.args[0].as_const()
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


def _names_of_its_own(tree: nodes.Template) -> frozenset[str]:
    """What a template defines, imports or sets under a name hides ours."""
    own = {node.name for node in tree.find_all(nodes.Macro)}
    own |= {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    own |= {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        own |= {name if isinstance(name, str) else name[1] for name in node.names}
    return frozenset(own)


def _key(node: nodes.Expr) -> nodes.Expr:
    """`"stage." ~ stage`, the key of a sentence, is plain text: no markup to look out for."""
    if not isinstance(node, nodes.Concat):
        return node
    form = nodes.Const("%s" * len(node.nodes), lineno=node.lineno)
    return nodes.Mod(form, nodes.Tuple(node.nodes, "load"), lineno=node.lineno)


def _pieces(node: nodes.Expr) -> list[nodes.Expr]:
    """What is joined only to be written can be written piece by piece."""
    if isinstance(node, nodes.Concat):
        return [piece for child in node.nodes for piece in _pieces(child)]
    return [node]


def _is_constant(node: nodes.Call) -> bool:
    given = [*node.args, *(pair.value for pair in node.kwargs)]
    return all(isinstance(value, nodes.Const) for value in given)
