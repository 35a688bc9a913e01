"""Every event that tells somebody has its words, in every language."""

import ast

import pytest

from mediation.wording.catalogue import catalogue_of
from tests.architecture.source import Source, called_name, functions_of, program

LOCALES = ["zh_CN", "en"]


def kinds_told(sources):
    """Every kind of notice that the verbs write, with where."""
    verbs = [source for source in sources if source.room == "services"]
    for source in verbs:
        for function in functions_of(source.tree):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and called_name(node).lstrip("_").startswith("tell"):
                    for kind in kinds_of(node, function):
                        yield kind, f"{source.path}: {function.name}"


def kinds_of(call, function):
    """The kinds that one call may write: words in it, or given to a name it uses before."""
    names = {node.id for node in call.args if isinstance(node, ast.Name)}
    given = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id in names for target in node.targets)
    ]
    for tree in [*call.args, *given]:
        families = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
        parts = {id(part) for family in families for part in family.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value + "*" if id(node) in parts else node.value


def is_worded(kind, part, catalogue):
    """Whether a notice has its words; of a family (`standstill_*`), whether any member has."""
    if not kind.endswith("*"):
        return catalogue.knows(f"notice.{kind}.{part}")
    family = f"notice.{kind.removesuffix('*')}"
    return any(key.startswith(family) and key.endswith(part) for key in catalogue.texts)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_notice_has_its_words(locale):
    catalogue = catalogue_of(locale)
    told = list(kinds_told(program()))
    assert len(told) > 10
    wordless = {
        f"notice.{kind}.{part}, told by {place}"
        for kind, place in told
        for part in ("subject", "body")
        if not is_worded(kind, part, catalogue)
    }
    assert sorted(wordless) == []


@pytest.mark.parametrize(
    "line",
    [
        "tell_side(case, side, 'planted', key='k', now=now)",
        "tell('planted', key='k', now=now)",
        "kind = 'planted' if yes else 'other'\n    tell_side(case, side, kind, key='k', now=now)",
    ],
)
def test_a_wordless_notice_is_seen(line):
    source = Source("mediation/services/cases.py", f"def act(yes):\n    {line}\n")
    assert "planted" in {kind for kind, _ in kinds_told([source])}
