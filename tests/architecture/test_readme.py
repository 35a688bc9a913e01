"""What the README prints from code, it prints truly; what it names, exists."""

import re

import pytest

from mediation.cli.diagram import PRINTED, renewed
from tests.architecture import grid
from tests.architecture.source import PACKAGE, ROOT, functions_of, program

README = (ROOT / "README.md").read_text()


def between(name):
    return re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", README, re.DOTALL)[1]


@pytest.mark.parametrize("name", list(PRINTED))
def test_what_is_printed_from_the_tables_is_current(name):
    assert between(name) == PRINTED[name](), "renew it: mediation diagram --write README.md"


def test_the_grid_is_current():
    assert between("grid") == grid.grid(), "renew it: python -m tests.architecture.grid"


def test_an_outdated_diagram_is_seen_and_renewed():
    outdated = README.replace("case admitted", "case let in")
    assert outdated != README
    assert renewed(outdated) == renewed(README)


def test_an_outdated_grid_is_seen_and_renewed():
    outdated = README.replace("| hearings | ●", "| hearings | ")
    assert outdated != README
    assert grid.renewed(outdated) == grid.renewed(README)


@pytest.mark.parametrize("name", ["run-command", "test-command"])
def test_each_of_the_two_commands_is_one_line(name):
    assert len([line for line in between(name).splitlines() if line.strip()]) == 1


def test_the_walk_names_doors_and_verbs_that_exist():
    verbs = {function.name for source in program() for function in functions_of(source.tree)}
    rows = re.findall(r"^\| \d+ \|.*?\| `(.+?)` \| `(.+?)` \| (.+?) \|$", README, re.MULTILINE)
    assert len(rows) == 10
    missing = [door for door, _, _ in rows if not (PACKAGE / door).exists()]
    missing += [verb for _, verb, _ in rows if verb not in verbs]
    assert missing == []
