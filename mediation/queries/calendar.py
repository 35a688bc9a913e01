"""The calendar as it is now, and which lengths of rules are this installation's own."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased

from mediation.db import db
from mediation.domain.calendar import Calendar, the_calendar
from mediation.models.accounts import Account
from mediation.models.deadlines import CalendarYear, Deadline, RuleOverride


def calendar_now() -> tuple[Calendar, int]:
    """The calendar with what was published here, and its edition; one statement.

    The edition is 0 where nothing was published: then the days are those of this release.
    """
    rows = db.session.execute(
        select(CalendarYear.edition, CalendarYear.year, CalendarYear.off, CalendarYear.worked)
        .where(CalendarYear.edition.in_(newest_editions()))
        .order_by(CalendarYear.edition)
    )
    # By what the rows say, not by their edition: after a restored backup that says other days.
    published = tuple(tuple(row) for row in rows)
    return laid_over(published), published[-1][0] if published else 0


def newest_editions() -> Select[Any]:
    """By what the days off of each year are known that were published last."""
    newest = aliased(CalendarYear)
    return select(func.max(newest.edition)).group_by(newest.year)


@lru_cache(maxsize=8)
def laid_over(published: Sequence[tuple[int, int, str, str]]) -> Calendar:
    """The calendar of this release with what was published laid over it, in its order."""
    calendar = the_calendar()
    for _, year, off, worked in published:
        calendar = calendar.with_year(year, off=days_of(year, off), worked=days_of(year, worked))
    return calendar


class Editions(NamedTuple):
    """What was published last, and by what a year is known: 0 is this release, None nothing."""

    newest: int
    of_year: int | None


def editions(year: int) -> Editions:
    """The newest edition of all and that of one year.

    One statement: between two, a rival's edition could come in unseen.
    """
    of_year = case((CalendarYear.year == year, CalendarYear.edition))
    newest, published = db.session.execute(
        select(func.max(CalendarYear.edition), func.max(of_year))
    ).one()
    return Editions(newest or 0, published or (0 if year in the_calendar().years else None))


def edition_of(year: int) -> int | None:
    """The edition by which a year is known."""
    return editions(year).of_year


def counted_before(edition: int) -> Select[tuple[Deadline]]:
    """The running deadlines that were counted by an older calendar than this edition."""
    return select(Deadline).where(Deadline.stopped_at.is_(None), Deadline.edition < edition)


def guessed_until(last: date) -> Select[tuple[Deadline]]:
    """The running deadlines up to a day whose days off were not known when they were counted."""
    return select(Deadline).where(
        Deadline.stopped_at.is_(None), Deadline.provisional.is_(True), Deadline.due_on <= last
    )


class Publication(NamedTuple):
    """A year as somebody published it, and who; without a person it came from the command line."""

    year: CalendarYear
    by: Account | None


def publications(year: int | None = None) -> list[Publication]:
    """What was published, newest first; one statement."""
    asked = (
        select(CalendarYear, Account)
        .outerjoin(Account, Account.id == CalendarYear.by_id)
        .order_by(CalendarYear.edition.desc())
    )
    if year is not None:
        asked = asked.where(CalendarYear.year == year)
    return [Publication(*row) for row in db.session.execute(asked)]


def days_of(year: int, text: str) -> list[date]:
    """The days that a row of the table names, `01-01 01-02`."""
    return [date.fromisoformat(f"{year}-{day}") for day in text.split()]


def overrides_now() -> dict[str, RuleOverride]:
    """The lengths of this installation's own by the ids of their rules; one statement."""
    return {row.rule: row for row in db.session.scalars(standing_overrides())}


def standing_overrides() -> Select[tuple[RuleOverride]]:
    """The newest row of each rule, where it has a length."""
    newest = aliased(RuleOverride)
    number = func.row_number().over(
        partition_by=newest.rule, order_by=(newest.at.desc(), newest.id.desc())
    )
    ranked = select(newest.id, number.label("number")).subquery()
    return (
        select(RuleOverride)
        .join(ranked, ranked.c.id == RuleOverride.id)
        .where(ranked.c.number == 1, RuleOverride.length.is_not(None))
        .order_by(RuleOverride.rule)
    )
