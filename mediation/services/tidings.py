"""Writing to the outbox about many cases at once, in one statement."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from mediation.domain.notices import kinds
from mediation.queries.lateness import Line
from mediation.queries.notices import Recipient
from mediation.services.notices import keep_rows, rows_of


class Tiding(NamedTuple):
    """What some people hear about one of many cases; `key` names it as in `tell_side`."""

    case: Line
    people: Iterable[Recipient]
    kind: str
    key: str
    facts: Mapping[str, Any]


def tell_all(tidings: Iterable[Tiding], *, now: datetime) -> None:
    """Tell everybody of everything, each once by each channel; one statement."""
    keep_rows(row for tiding in tidings for row in _rows(tiding, now))


def _rows(tiding: Tiding, now: datetime) -> Iterable[dict[str, Any]]:
    line = tiding.case
    known = {"reference": line.reference, "path": f"/cases/{line.reference}", **tiding.facts}
    kind = kinds()[tiding.kind]
    return rows_of(tiding.people, kind, key=tiding.key, case_id=line.id, facts=known, now=now)
