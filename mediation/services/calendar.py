"""Publishing which days of a year are off, and counting anew what was counted without them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from mediation.db import db
from mediation.domain.calendar import FIRST_YEAR, check_publisher, check_year
from mediation.domain.clocks import clocks
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Actor
from mediation.models.cases import Case
from mediation.models.deadlines import CalendarYear, Deadline
from mediation.queries import calendar
from mediation.services.days import day_of
from mediation.services.deadlines import Ruling, recount
from mediation.services.doubles import refused_as
from mediation.services.lifecycle import record
from mediation.services.notices import tell_side


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


def recount_deadline(row: Deadline, *, ruling: Ruling, actor: Actor, now: datetime) -> None:
    """Count a running deadline by the calendar of now; where its day moves, its owner is told.

    A date that was provisional and stays as it was only loses its mark.
    """
    before = row.due_on
    if not recount(row, ruling, now=now):
        return
    if row.missed_at is not None and row.missed_at < row.due_at:
        row.missed_at = row.escalated_at = None  # It was not over then, as we know now.
    case = db.session.get_one(Case, row.case_id)
    title = clocks()[row.rule].title
    record(
        case,
        Event.DEADLINE_RECOUNTED,
        actor=actor,
        now=now,
        rule=row.rule,
        about=row.about,
        before=before.isoformat(),
        after=row.due_on.isoformat(),
    )
    tell_side(
        case,
        row.side,
        "deadline_moved",
        key=f"deadline-moved/{row.id}/{row.due_on}/{ruling.edition}",
        now=now,
        due_on=row.due_on,
        before_on=before,
        **{f"title_{locale}": said for locale, said in title.items()},
    )


def _written(days: Iterable[date]) -> str:
    return " ".join(f"{day:%m-%d}" for day in days)
