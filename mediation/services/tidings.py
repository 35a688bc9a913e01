"""Writing to the outbox about many cases at once, in one statement."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from mediation.domain.notices import kinds
from mediation.queries.lateness import Line
from mediation.queries.notices import Recipient
from mediation.services.notices import keep_rows, rows_of
from mediation.services.planning import plan_for


class Tiding(NamedTuple):
    """What some people hear, of one of many cases or of none; `key` names it as in `tell_side`."""

    case: Line | None
    people: Iterable[Recipient]
    kind: str
    key: str
    facts: Mapping[str, Any]


def tell_all(tidings: Iterable[Tiding], *, now: datetime) -> None:
    """Tell everybody of everything, each once by each channel; two statements."""
    found = [tiding._replace(people=list(tiding.people)) for tiding in tidings]
    people = [reached for tiding in found for reached in tiding.people]
    plan = plan_for(people, [kinds()[tiding.kind] for tiding in found], now=now)
    keep_rows(
        row
        for tiding in found
        for row in rows_of(
            tiding.people,
            kinds()[tiding.kind],
            key=tiding.key,
            case_id=tiding.case.id if tiding.case else None,
            facts=_known(tiding.case) | dict(tiding.facts),
            plan=plan,
        )
    )


def _known(line: Line | None) -> dict[str, Any]:
    return {} if line is None else {"reference": line.reference, "path": f"/cases/{line.reference}"}
