"""Reporting rows that should be impossible, each once, to those who look after the installation."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from mediation.domain.work import WorkKind
from mediation.models.deadlines import Deadline
from mediation.queries import deadlines
from mediation.queries.calendar import calendar_now
from mediation.queries.impossible import Found, due_next
from mediation.services.deadlines import counted
from mediation.services.work import ask_again, ask_for_all


def miscounted(*, as_of: datetime) -> Iterable[Found]:
    """Deadlines near their end that are kept with another day than their counting gives."""
    rows = due_next(as_of=as_of)
    calendar, edition = calendar_now()
    ids = [row.id for row in rows]
    pauses, extensions = deadlines.pauses_of(ids), deadlines.extensions_of(ids)
    for row in rows:
        found = counted(
            row,
            calendar,
            pauses=[pause for pause in pauses if pause.deadline_id == row.id],
            extensions=[more for more in extensions if more.deadline_id == row.id],
        )
        if found.due_at != row.due_at and _is_counted_anew(row, edition):
            yield Found("days_differ", row.id, row.case_id)


def _is_counted_anew(row: Deadline, edition: int) -> bool:
    """Whether the job that counts anew has seen it since the calendar changed."""
    return row.edition == edition


def report(found: Sequence[Found], *, now: datetime) -> None:
    """Put what was found on the admins' list; what stands there already is not put there again."""
    asked = [
        {
            "kind": WorkKind.IMPOSSIBLE,
            "key": f"impossible/{one.check}/{one.row_id}",
            "case_id": one.case_id,
            "detail": one.check,
        }
        for one in found
    ]
    ask_again([one["key"] for one in asked], now=now)
    ask_for_all(asked, now=now)
