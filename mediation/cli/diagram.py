"""The stage diagram and the permission table of the README, written from the tables."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from mediation.domain.events import Event
from mediation.domain.lifecycle import MOVES, OWNER, Stage
from mediation.domain.permissions import MAY, Rule, is_system

# An event that leads away from so many stages is told in words; arrows would hide the rest.
MANY = 5


def stage_diagram() -> str:
    """Every move from one stage to another, as a Mermaid diagram and a few lines beneath it."""
    arrows: dict[tuple[Stage, Stage], list[Event]] = defaultdict(list)
    sweeping = []
    for event, move in MOVES.items():
        if move.target is None:
            continue
        if len(move.sources) >= MANY:
            sweeping.append(event)
            continue
        for source in Stage:
            if source in move.sources:
                arrows[source, move.target].append(event)
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> draft"]
    for (source, target), events in sorted(arrows.items(), key=_from_first_to_last):
        lines.append(f"    {source} --> {target}: {'<br>'.join(map(plain, events))}")
    lines += ["    closed --> [*]", "```", ""]
    for event in sweeping:
        move = MOVES[event]
        lines.append(f"- *{plain(event)}* leads to {move.target} from {_any_of(move.sources)}.")
    turns = ", ".join(f"{stage}: {turn}" for stage, turn in OWNER.items())
    lines += [f"- Whose turn: {turns}."]
    return "\n".join(lines) + "\n"


def permission_table() -> str:
    """Who may take which action, as a table: who, never when."""
    people = [rule for rule in _rules() if rule is not is_system]
    lines = [
        "| action | " + " | ".join(_title(rule) for rule in people) + " |",
        "|---|" + "---|" * len(people),
    ]
    for action, clauses in MAY.items():
        marks = ["●" if any(rule in clause for clause in clauses) else "" for rule in people]
        lines.append(f"| {plain(action)} | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


def plain(word: str) -> str:
    """A key as words."""
    return word.replace("_", " ")


def _from_first_to_last(arrow: tuple[tuple[Stage, Stage], list[Event]]) -> list[int]:
    order = list(Stage)
    return [order.index(stage) for stage in arrow[0]]


def _any_of(sources: Iterable[Stage]) -> str:
    missing = [stage for stage in Stage if stage not in set(sources)]
    return "every stage but " + ", ".join(missing) if missing else "every stage"


def _rules() -> list[Rule]:
    """Every rule of the permission map, in the order in which it first appears."""
    return list(
        dict.fromkeys(rule for clauses in MAY.values() for clause in clauses for rule in clause)
    )


def _title(rule: Rule) -> str:
    return plain(rule.__name__.removeprefix("is_"))


# What stands between `<!-- name -->` and `<!-- /name -->` in the README.
PRINTED: dict[str, Callable[[], str]] = {"stages": stage_diagram, "permissions": permission_table}


def renewed(text: str) -> str:
    """`text` with everything between the markers written anew."""
    for name, printed in PRINTED.items():
        between = re.compile(rf"<!-- {name} -->\n.*?<!-- /{name} -->", re.DOTALL)
        pieces = between.split(text)
        text = f"<!-- {name} -->\n{printed()}<!-- /{name} -->".join(pieces)
    return text


@click.command("diagram")
@click.option(
    "--write",
    "path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Renew them between the markers of this file instead.",
)
def diagram(path: Path | None) -> None:
    """Print the stage diagram and the permission table of the README."""
    if path is None:
        click.echo("\n".join(printed() for printed in PRINTED.values()), nl=False)
    else:
        path.write_text(renewed(path.read_text()))
