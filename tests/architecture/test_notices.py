"""Every notice that a verb writes has its row in the table and its words in every language."""

import ast

import pytest

from mediation.domain.notices import Who, kinds
from mediation.wording.catalogue import catalogue_of
from tests.architecture.source import Source, called_name, functions_of, program

LOCALES = ["zh_CN", "en"]


def kinds_told(sources):
    """Every kind of notice that the verbs write, with where."""
    verbs = [source for source in sources if source.room == "services"]
    for source in verbs:
        for function in functions_of(source.tree):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and is_telling(called_name(node)):
                    for kind in kinds_of(node, function):
                        yield kind, f"{source.path}: {function.name}"


def is_telling(name):
    return name.lstrip("_").startswith(("tell", "announce"))


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


def texts_of(sources):
    """Every text that the verbs, and the tables and queries that they read, have by themselves."""
    return {
        node.value
        for source in sources
        if source.room in {"services", "queries", "models", "domain"}
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def rowless(told, rows):
    """The kinds without a row; of a family (`standstill_*`) any row will do."""
    return {
        (kind, place)
        for kind, place in told
        if kind not in rows
        and not (kind.endswith("*") and any(row.startswith(kind[:-1]) for row in rows))
    }


def untold(rows, told, texts):
    """The rows that no verb names."""
    families = tuple(kind[:-1] for kind, _ in told if kind.endswith("*"))
    return {row for row in rows if row not in texts and not row.startswith(families)}


def test_every_notice_has_its_row():
    told = list(kinds_told(program()))
    assert len(told) > 10
    assert rowless(told, kinds()) == set()


def test_every_row_is_told():
    sources = program()
    assert untold(kinds(), list(kinds_told(sources)), texts_of(sources)) == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_row_has_its_words(locale):
    catalogue = catalogue_of(locale)
    wordless = [
        f"notice.{kind}.{part}"
        for kind in kinds()
        for part in ("subject", "body")
        if not catalogue.knows(f"notice.{kind}.{part}")
    ]
    assert wordless == []


def test_a_planted_kind_and_a_planted_row_are_seen():
    told = [("planted", "here"), ("offer_*", "there")]
    assert rowless(told, {"offer_made": None}) == {("planted", "here")}
    assert untold({"offer_made", "unsaid"}, told, {"planted"}) == {"unsaid"}


@pytest.mark.parametrize(
    "line",
    [
        "tell_side(case, side, 'planted', key='k', now=now)",
        "tell('planted', key='k', now=now)",
        "announce(case, 'planted', actor=actor, key='k', now=now)",
        "kind = 'planted' if yes else 'other'\n    tell_side(case, side, kind, key='k', now=now)",
    ],
)
def test_a_notice_is_seen(line):
    source = Source("mediation/services/cases.py", f"def act(yes):\n    {line}\n")
    assert "planted" in {kind for kind, _ in kinds_told([source])}


def wrongly_told(sources, rows):
    """Calls that name people where the table says who is told, or ask it where it cannot say."""
    for source in sources:
        if source.room != "services" or source.path.endswith("services/notices.py"):
            continue
        for function in functions_of(source.tree):
            for node in ast.walk(function):
                if not isinstance(node, ast.Call) or not is_telling(called_name(node)):
                    continue
                names = called_name(node).lstrip("_").startswith("tell")
                for kind in kinds_of(node, function):
                    if kind in rows and (Who.NAMED in rows[kind].who) is not names:
                        yield f"{source.path}: {function.name}: {kind}"


def test_the_table_says_who_is_told_wherever_it_can():
    assert list(wrongly_told(program(), kinds())) == []


@pytest.mark.parametrize(
    "line",
    [
        "tell_side(case, side, 'offer_lapsed', key='k', now=now)",
        "announce(case, 'willingness_asked', actor=actor, key='k', now=now)",
    ],
)
def test_a_wrong_way_of_telling_is_seen(line):
    source = Source("mediation/services/cases.py", f"def act(yes):\n    {line}\n")
    assert len(list(wrongly_told([source], kinds()))) == 1
