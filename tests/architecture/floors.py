"""The floors of the house, and how far up each room stands."""

import sys
from collections.abc import Iterable, Iterator

from tests.architecture.source import Source, functions_of, imports_of, modules_seen_from

FLOORS = [
    ["domain"],
    ["db", "keyring"],
    ["models"],
    ["wording"],
    ["queries", "gateways"],
    ["services"],
    ["clock", "transaction"],
    ["web", "api", "jobs", "cli"],
]
HEIGHT = {room: height for height, floor in enumerate(FLOORS) for room in floor}

# Above all floors: what opens the doors. Operators' commands start it, so they may see it too.
ROOF = {"", "__main__", "config"}


def upward(sources: Iterable[Source], sideways: Iterable[tuple[str, str]] = ()) -> Iterator[str]:
    """Every import that goes up, or across to another room of its floor."""
    sources = list(sources)
    modules = {source.module for source in sources}
    for source in sources:
        if source.room in ROOF:
            continue
        for module in sorted(modules_seen_from(source, modules)):
            room = ([*module.split("."), ""])[1]
            if not _may_see(source.room, room) and (source.room, room) not in set(sideways):
                yield f"{source.path}: {source.room} must not import {module}"


def _may_see(own: str, other: str) -> bool:
    if own == other:
        return True
    if other in ROOF:
        return own == "cli"
    return own in HEIGHT and other in HEIGHT and HEIGHT[other] < HEIGHT[own]


def homeless(sources: Iterable[Source]) -> Iterator[str]:
    """Every file that lies in no room."""
    for source in sources:
        if source.room not in HEIGHT and source.room not in ROOF:
            yield f"{source.path}: there is no room {source.room!r} in the house"


def relative(sources: Iterable[Source]) -> Iterator[str]:
    """Every import that says where it stands instead of what it wants."""
    for source in sources:
        for item in imports_of(source.tree):
            if item.level:
                yield f"{source.path}:{item.line}: relative import"


def beyond_python(sources: Iterable[Source]) -> Iterator[str]:
    """Every import of the domain that is neither Python's nor the domain's."""
    for source in sources:
        if source.room != "domain":
            continue
        for item in imports_of(source.tree):
            ours = item.module == "mediation.domain" or item.module.startswith("mediation.domain.")
            if not ours and item.module.split(".")[0] not in sys.stdlib_module_names:
                yield f"{source.path}:{item.line}: the domain must not import {item.module}"


def rings(sources: Iterable[Source]) -> Iterator[str]:
    """Every ring of files that import one another."""
    sources = list(sources)
    modules = {source.module for source in sources}
    graph = {source.module: modules_seen_from(source, modules) for source in sources}
    for module in sorted(graph):
        reached = _reached_from(module, graph)
        if module in reached:
            back = sorted(other for other in reached if module in _reached_from(other, graph))
            yield f"{module} lies on a ring: {', '.join(back)}"


def _reached_from(module: str, graph: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [module]
    while waiting:
        new = graph.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached


def late(sources: Iterable[Source], allowed: Iterable[str] = ()) -> Iterator[str]:
    """Every import inside a function."""
    for source in sources:
        for function in functions_of(source.tree):
            place = f"{source.path}: {function.name}"
            if place not in allowed:
                for item in imports_of(function):
                    yield f"{place} imports {item.module} late"
