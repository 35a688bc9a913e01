"""What happens as deadlines come near, are over and stay over, to many of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import update

from mediation.db import db
from mediation.domain.calendar import Calendar
from mediation.domain.clocks import clocks
from mediation.domain.deadlines import deadline_of
from mediation.domain.events import Event
from mediation.domain.spaces import Space
from mediation.domain.work import WorkKind
from mediation.models.deadlines import Deadline
from mediation.queries.calendar import calendar_now
from mediation.queries.lateness import Line, lines_of
from mediation.queries.notices import Recipient
from mediation.queries.reach import Reach
from mediation.services.days import day_of
from mediation.services.lifecycle import Happened, record_many
from mediation.services.tidings import Tiding, tell_all
from mediation.services.work import ask_for_all

# Rules of the house's own work, of which the parties are told nothing.
INDOORS = frozenset({"mediator_reply", "mediator_designation"})


def warn_of(rows: Sequence[Deadline], *, now: datetime) -> None:
    """Remind, once, the side that must act before each of these deadlines is over."""
    lines = lines_of({row.case_id for row in rows})
    reach = Reach(lines.values())
    tell_all((_warning(row, lines, bound_by(row, lines, reach)) for row in rows), now=now)
    _write(rows, warned_at=now)


def note_missed(rows: Sequence[Deadline], *, now: datetime) -> None:
    """Keep that each of these deadlines is over; tell whoever let it pass and whoever waits."""
    lines = lines_of({row.case_id for row in rows})
    reach = Reach(lines.values())
    record_many([_happened(row, lines[row.case_id]) for row in rows], now=now)
    tell_all(_missed(rows, lines, reach), now=now)
    _write(rows, missed_at=now, warn_at=None)


def escalate(rows: Sequence[Deadline], *, now: datetime) -> None:
    """Remind once more, by another channel where there is one, and ask a person to see to it."""
    lines = lines_of({row.case_id for row in rows})
    reach = Reach(lines.values())
    tell_all(_reminded(rows, lines, reach), now=now)
    ask_for_all([_asked(row, lines[row.case_id]) for row in rows], now=now)
    _write(rows, escalated_at=now)
    _lead_on(rows, now=now)


def _write(rows: Iterable[Deadline], **values: Any) -> None:
    ids = [row.id for row in rows]
    db.session.execute(
        update(Deadline)
        .where(Deadline.id.in_(ids))
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _happened(row: Deadline, line: Line) -> Happened:
    facts = {"rule": row.rule, "about": row.about, "due_on": str(row.due_on)}
    space = Space.STAFF if row.rule in INDOORS else Space.JOINT
    return Happened(line, Event.DEADLINE_MISSED, space, facts)


def bound_by(row: Deadline, lines: dict[int, Line], reach: Reach) -> list[Recipient]:
    """Whoever must act before it is over."""
    line = lines[row.case_id]
    if row.rule == "mediator_reply":
        return reach.asked_mediator(line)
    return reach.on_side(line, row.side)


def _warning(row: Deadline, lines: dict[int, Line], people: Iterable[Recipient]) -> Tiding:
    """Of a right nobody is urged to make use."""
    kind = "right_warned" if clocks()[row.rule].right else "deadline_warned"
    return _tiding(row, lines, people, kind)


def _missed(rows: Iterable[Deadline], lines: dict[int, Line], reach: Reach) -> Iterable[Tiding]:
    for row in rows:
        kind = "right_over" if clocks()[row.rule].right else "deadline_missed"
        yield _tiding(row, lines, bound_by(row, lines, reach), kind)
        for side in sorted(clocks()[row.rule].tells - {row.side}):
            yield _tiding(row, lines, reach.on_side(lines[row.case_id], side), "deadline_passed")


def _reminded(rows: Iterable[Deadline], lines: dict[int, Line], reach: Reach) -> Iterable[Tiding]:
    for row in rows:
        line = lines[row.case_id]
        if row.rule == "admission":
            yield _tiding(row, lines, reach.heads(line), "deadline_overdue")
        else:
            others = reach.by_another_way(line, row.side) or bound_by(row, lines, reach)
            yield _tiding(row, lines, others, "deadline_reminded")


def _tiding(
    row: Deadline, lines: dict[int, Line], people: Iterable[Recipient], kind: str
) -> Tiding:
    facts = {
        "until_by": row.due_at,
        "what_word": f"deadline.{row.rule}.what",
        "silence_word": f"deadline.{row.rule}.silence",
    }
    if kind == "deadline_reminded":
        facts["last_word"] = f"deadline.{row.rule}.last"
    key = f"deadline/{row.id}/{row.due_on}/{kind}"
    return Tiding(lines[row.case_id], people, kind, key, facts)


def _asked(row: Deadline, line: Line) -> dict[str, Any]:
    return {
        "kind": WorkKind.DEADLINE_MISSED,
        "key": f"deadline/{row.id}/{row.due_on}",
        "body_id": line.body_id,
        "case_id": line.id,
        "deadline_id": row.id,
        "detail": row.rule,
    }


def _lead_on(rows: Iterable[Deadline], *, now: datetime) -> None:
    """From the last reminder on is counted when silence leads the case on by itself."""
    leading = defaultdict(list)
    for row in rows:
        if clocks()[row.rule].leads is not None:
            leading[row.rule].append(row)
    if leading:
        calendar, _ = calendar_now()
        for rule, found in leading.items():
            _write(found, leads_at=leads_at(rule, calendar, now=now))


def leads_at(rule: str, calendar: Calendar, *, now: datetime) -> datetime | None:
    """When the silence of which was reminded now leads on, if it leads anywhere."""
    lead = clocks()[rule].leads
    if lead is None:
        return None
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    return deadline_of(day_of(now), lead.after, calendar=calendar, zone=zone).due_at
