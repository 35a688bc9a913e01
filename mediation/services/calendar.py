"""Publishing which days of a year are off, and which weekends are worked instead."""

from collections.abc import Iterable
from datetime import date, datetime

from mediation.db import db
from mediation.domain.calendar import check_publisher, check_year
from mediation.domain.errors import Refused
from mediation.domain.permissions import Actor
from mediation.models.deadlines import CalendarYear
from mediation.queries import calendar
from mediation.services.days import day_of
from mediation.services.doubles import refused_as


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
    check_year(year, off=off, worked=worked, today=day_of(now))
    if not source.strip():
        raise Refused("calendar_without_source")
    if calendar.edition_of(year) != replaces:
        if replaces is None:
            raise Refused("calendar_year_known", year=year)
        raise Refused("calendar_published_meanwhile")

    row = CalendarYear(
        edition=calendar.newest_edition() + 1,
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


def _written(days: Iterable[date]) -> str:
    return " ".join(f"{day:%m-%d}" for day in days)
