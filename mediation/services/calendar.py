"""Publishing which days of a year are off, and counting anew what was counted without them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from mediation.db import db
from mediation.domain.calendar import FIRST_YEAR, check_publisher, check_year
from mediation.domain.clocks import clocks
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Actor
from mediation.domain.spaces import Space
from mediation.models.deadlines import CalendarYear, Deadline, DeadlineExtension, DeadlinePause
from mediation.queries import calendar, deadlines
from mediation.queries.lateness import Line, lines_of
from mediation.queries.reach import Reach
from mediation.services.days import day_of
from mediation.services.deadlines import Ruling, counted, put_days
from mediation.services.doubles import refused_as
from mediation.services.lateness import INDOORS, bound_by
from mediation.services.lifecycle import Happened, record_many
from mediation.services.tidings import Tiding, tell_all

P = TypeVar("P", DeadlinePause, DeadlineExtension)


def publish_year(
    year: int,
    *,
    off: Iterable[date],
    worked: Iterable[date],
    source: str,
    replaces: int | None,
    actor: Actor,
    now: datetime,
) -> CalendarYear:
    """Add an edition of a year; what was published before stays on record.

    `replaces` is the edition by which the year is known so far, and says that it is meant to be
    replaced; None says that nothing is known of the year.
    """
    check_publisher(actor)
    off, worked = sorted(set(off)), sorted(set(worked))
    check_publishable(year, off=off, worked=worked, now=now)
    if not source.strip():
        raise Refused("calendar_without_source")
    known = calendar.editions(year)
    if known.of_year != replaces:
        if replaces is None:
            raise Refused("calendar_year_known", year=year)
        raise Refused("calendar_published_meanwhile")

    row = CalendarYear(
        edition=known.newest + 1,
        year=year,
        off=_written(off),
        worked=_written(worked),
        source=source.strip(),
        by_id=actor.account_id,
        at=now,
    )
    with refused_as("calendar_published_meanwhile"):
        db.session.add(row)
    return row


def check_publishable(
    year: int, *, off: Sequence[date], worked: Sequence[date], now: datetime
) -> None:
    """Refuse days that cannot be those of the year, or a year before which one is missing."""
    check_year(year, off=off, worked=worked, today=day_of(now))
    if year > FIRST_YEAR and calendar.edition_of(year - 1) is None:
        # A count that runs through a year must not pass over one of which nothing is known.
        raise Refused("calendar_year_before_missing", year=year - 1)


def recount_deadlines(rows: Sequence[Deadline], *, ruling: Ruling, now: datetime) -> None:
    """Count running deadlines anew; where a day moves, whoever must keep it is told.

    A date that was provisional and stays as it was only loses its mark.
    """
    ids = [row.id for row in rows]
    pauses = _of_each(deadlines.pauses_of(ids))
    extensions = _of_each(deadlines.extensions_of(ids))
    moved = []
    for row in rows:
        before_on, before_at = row.due_on, row.due_at
        found = counted(row, ruling.calendar, pauses=pauses[row.id], extensions=extensions[row.id])
        put_days(row, found, ruling, now=now)
        if row.missed_at is not None and row.missed_at < row.due_at:
            row.missed_at = row.escalated_at = row.leads_at = (
                None  # It was not over then, as we know now.
            )
        if row.due_at != before_at:
            moved.append(Moved(row, before_on))
    if moved:
        _tell_of(moved, ruling, now=now)


class Moved(NamedTuple):
    """A deadline with its last day of before."""

    row: Deadline
    before_on: date


def _tell_of(moved: Sequence[Moved], ruling: Ruling, *, now: datetime) -> None:
    lines = lines_of({row.case_id for row, _ in moved})
    reach = Reach(lines.values())
    record_many([_happened(one, lines[one.row.case_id]) for one in moved], now=now)
    tell_all((_tiding(one, lines, reach, ruling) for one in moved), now=now)


def _happened(moved: Moved, line: Line) -> Happened:
    row = moved.row
    days = {"before": str(moved.before_on), "after": str(row.due_on)}
    space = Space.STAFF if row.rule in INDOORS else Space.JOINT
    facts = {"rule": row.rule, "about": row.about, **days}
    return Happened(line, Event.DEADLINE_RECOUNTED, space, facts)


def _tiding(moved: Moved, lines: dict[int, Line], reach: Reach, ruling: Ruling) -> Tiding:
    row = moved.row
    title = clocks()[row.rule].title
    facts = {
        "due_on": row.due_on,
        "before_on": moved.before_on,
        **{f"title_{locale}": said for locale, said in title.items()},
    }
    key = f"deadline-moved/{row.id}/{row.due_on}/{ruling.edition}"
    people = bound_by(row, lines, reach)
    return Tiding(lines[row.case_id], people, "deadline_moved", key, facts)


def _of_each(parts: Iterable[P]) -> dict[int, list[P]]:
    """What belongs to each deadline, by its key."""
    found = defaultdict(list)
    for part in parts:
        found[part.deadline_id].append(part)
    return found


def _written(days: Iterable[date]) -> str:
    return " ".join(f"{day:%m-%d}" for day in days)
