"""Who writes a stage, who commits, who reads the clock, and which pages write when read."""

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.source import FunctionNode, Source, called_name, functions_of, last_word

CLOCK_READINGS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
OPENERS = {"transaction", "on_case"}
ALL_METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def stages_written(sources: Iterable[Source]) -> Iterator[tuple[str, int]]:
    """Every place that gives an existing row another stage."""
    for source in sources:
        for node in ast.walk(source.tree):
            if _assigns_stage(node) or _updates_stage(node):
                yield source.path, node.lineno


def _assigns_stage(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        targets = [part for target in node.targets for part in ast.walk(target)]
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    elif isinstance(node, ast.Call) and called_name(node) == "setattr":
        return any(isinstance(part, ast.Constant) and part.value == "stage" for part in node.args)
    else:
        return False
    return any(isinstance(part, ast.Attribute) and part.attr == "stage" for part in targets)


def _updates_stage(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and called_name(node) == "values"
        and any(keyword.arg == "stage" for keyword in node.keywords)
        and any(
            isinstance(part, ast.Call) and called_name(part) == "update"
            for part in ast.walk(node.func)
        )
    )


def commits(sources: Iterable[Source]) -> Iterator[tuple[str, int]]:
    """Every call that ends a transaction by keeping it."""
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr == "commit":
                    yield source.path, node.lineno


def clock_readings(sources: Iterable[Source]) -> Iterator[tuple[str, int]]:
    """Every place that fetches the present moment, called or handed on."""
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute):
                if (last_word(node.value), node.attr) in CLOCK_READINGS:
                    yield source.path, node.lineno


def writing_gets(sources: Iterable[Source], allowed: Iterable[str] = ()) -> Iterator[str]:
    """Every view that opens a transaction when it is only read.

    A transaction counts as asked for where it stands under `if form.accepted()` or
    `if request.method == "POST"`, or after a negated one that leaves.
    """
    sources = list(sources)
    askers = {"accepted", *_askers(sources)}
    for source in sources:
        functions = {function.name: function for function in functions_of(source.tree)}
        writing = _writing_names(functions, askers)
        for name, function in functions.items():
            place = f"{source.path}: {name}"
            if place not in allowed and "GET" in _methods(function) and name in writing:
                yield f"{place} opens a transaction on GET"


def _askers(sources: Iterable[Source]) -> Iterator[str]:
    """Functions that do nothing but tell whether something was sent."""
    for source in sources:
        for function in functions_of(source.tree):
            last = function.body[-1]
            if isinstance(last, ast.Return) and last.value and len(function.body) <= 2:
                if _asks(last.value, {"accepted"}) is True:
                    yield function.name


def _writing_names(functions: dict[str, FunctionNode], askers: set[str]) -> set[str]:
    """Functions of one file that open a transaction unasked, themselves or by another's hand."""
    writing = set(OPENERS)
    while True:
        more = {
            name
            for name, function in functions.items()
            if any(called in writing for called in _unasked_calls(function.body, askers))
        }
        if more <= writing:
            return writing
        writing |= more


def _unasked_calls(body: list[ast.stmt], askers: set[str]) -> Iterator[str]:
    for statement in body:
        if isinstance(statement, ast.If):
            yield from _calls(_always_judged(statement.test, askers))
            asks = _asks(statement.test, askers)
            if asks is not True:
                yield from _unasked_calls(statement.body, askers)
            if asks is not False:
                yield from _unasked_calls(statement.orelse, askers)
            if asks is False and isinstance(statement.body[-1], ast.Return | ast.Raise):
                return
        elif isinstance(statement, ast.With | ast.For | ast.While | ast.Try):
            for field, value in ast.iter_fields(statement):
                if field not in {"body", "orelse", "finalbody", "handlers"}:
                    yield from _calls(value)
            yield from _unasked_calls(statement.body, askers)
            yield from _unasked_calls(getattr(statement, "orelse", []), askers)
            yield from _unasked_calls(getattr(statement, "finalbody", []), askers)
            for caught in getattr(statement, "handlers", []):
                yield from _unasked_calls(caught.body, askers)
        elif not isinstance(statement, ast.FunctionDef):
            yield from _calls(statement)


def _always_judged(test: ast.expr, askers: set[str]) -> list[ast.expr]:
    """The parts of a condition that are reached even where nothing was sent."""
    if not isinstance(test, ast.BoolOp):
        return [test]
    enough = isinstance(test.op, ast.And)
    parts = []
    for part in test.values:
        parts.append(part)
        if _asks(part, askers) is enough:
            break
    return parts


def _calls(value: object) -> Iterator[str]:
    for tree in value if isinstance(value, list) else [value]:
        if isinstance(tree, ast.AST):
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    yield called_name(node)


def _asks(test: ast.AST, askers: set[str]) -> bool | None:
    """What a condition says of the request: True, it was sent where the condition holds.

    False: it was sent where the condition does not hold. None: nothing either way.
    """
    match test:
        case ast.Call():
            return called_name(test) in askers or None
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            asks = _asks(operand, askers)
            return None if asks is None else not asks
        case ast.BoolOp(op=ast.And(), values=values):
            return any(_asks(value, askers) is True for value in values) or None
        case ast.BoolOp(op=ast.Or(), values=values):
            return False if any(_asks(value, askers) is False for value in values) else None
        case ast.Compare(left=left, ops=[operator], comparators=[ast.Constant(value=method)]):
            if last_word(left) == "method" and method in {"GET", "POST"}:
                return isinstance(operator, ast.Eq) is (method == "POST")
    return None


def _methods(function: FunctionNode) -> set[str]:
    """The methods a view answers to; none for a function that is no view."""
    methods: set[str] = set()
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute):
            word = decorator.func.attr
            if word == "route":
                methods |= _listed_methods(decorator) or {"GET"}
            elif word.upper() in ALL_METHODS:
                methods.add(word.upper())
    return methods


def _listed_methods(decorator: ast.Call) -> set[str]:
    return {
        str(node.value)
        for keyword in decorator.keywords
        if keyword.arg == "methods"
        for node in ast.walk(keyword.value)
        if isinstance(node, ast.Constant)
    }
