"""Every verb has been tried by two at the same moment, or it is said why that is needless."""

import ast

import pytest

from tests.architecture.exceptions import UNRIVALLED
from tests.architecture.source import program, suite

# Scenes that are played for shows and measurements, one act after the other.
PLAYS = ("mediation/services/demo/", "mediation/services/generation/")
RIVALS = "tests/services/test_rivals_"


def verbs():
    """What somebody does at a moment: the public functions that take an actor and now."""
    return {
        node.name
        for source in program()
        if source.room == "services" and not source.path.startswith(PLAYS)
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if {"actor", "now"} <= {argument.arg for argument in _arguments(node)}
    }


def _arguments(function):
    return [*function.args.args, *function.args.kwonlyargs]


def named_among_rivals():
    """Every name that the two-rival tests use; importing one is not using it."""
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for source in suite()
        if source.path.startswith(RIVALS)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Name | ast.Attribute)
    }


@pytest.mark.parametrize("verb", sorted(verbs()))
def test_every_verb_has_rivals_or_a_reason(verb):
    assert verb in named_among_rivals() or UNRIVALLED.get(verb)


def test_no_reason_outlives_its_need():
    assert not set(UNRIVALLED) & named_among_rivals()
    assert set(UNRIVALLED) <= verbs()
