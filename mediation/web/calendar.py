"""The calendar's pages: which years are known, each year by months, and publishing one."""

from typing import Any, NamedTuple

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.calendar import AHEAD, FIRST_YEAR, Calendar, the_calendar
from mediation.domain.calendar_notice import Announced, read_announcement
from mediation.domain.errors import NotFound, NotPermitted, Refused
from mediation.queries.accounts import again
from mediation.queries.calendar import Publication, calendar_now, edition_of, publications
from mediation.services.calendar import check_publishable, publish_year
from mediation.services.days import day_of
from mediation.transaction import transaction
from mediation.web.forms.calendar import CalendarForm
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.months import months_of
from mediation.web.pages import say, show, tell
from mediation.wording.formats import weekday_names

bp = Blueprint("calendar", __name__)


class KnownYear(NamedTuple):
    """One line of the list: how many days a year has of its own, and who published them."""

    year: int
    off: int
    worked: int
    published: Publication | None  # None: as it came with this release.


@bp.get("/calendar")
def index() -> str:
    """Which years are known, from where, and which one is to come."""
    calendar, _ = calendar_now()
    newest = {row.year.year: row for row in reversed(publications())}
    this_year = day_of(clock.now()).year
    years = [
        KnownYear(year, len(calendar.off_in(year)), len(calendar.worked_in(year)), newest.get(year))
        for year in sorted(calendar.years, reverse=True)
    ]
    coming = [y for y in range(this_year, this_year + AHEAD + 1) if y not in calendar.years]
    return show("calendar/index.html", years=years, coming=coming)


@bp.get("/calendar/<int:year>")
def year(year: int) -> str:
    """One year by months, and every edition of it."""
    _check_shown(year)
    calendar, _ = calendar_now()
    return show(
        "calendar/year.html",
        **_months(year, calendar),
        is_known=year in calendar.years,
        of_release=year in the_calendar().years,
        off=calendar.off_in(year),
        worked=calendar.worked_in(year),
        editions=publications(year),
        earlier=year - 1 if year > FIRST_YEAR else None,
        later=year + 1 if year < _last() else None,
    )


@bp.route("/calendar/<int:year>/notice", methods=["GET", "POST"])
def notice(year: int) -> Any:
    """Paste the notice of a year, look at what it changes, and publish it."""
    _check_shown(year)
    return _change(year, CalendarForm.from_request(), editing=False)


@bp.route("/calendar/<int:year>/edit", methods=["GET", "POST"])
def edit(year: int) -> Any:
    """Put right single days of a year, which makes a new edition of it."""
    _check_shown(year)
    calendar, _ = calendar_now()
    rows = [(day, "off") for day in calendar.off_in(year)]
    rows += [(day, "worked") for day in calendar.worked_in(year)]
    text = "\n".join(f"{day.isoformat()},{kind}" for day, kind in sorted(rows))
    return _change(year, CalendarForm.from_request(text=text), editing=True)


def _change(year: int, form: CalendarForm, *, editing: bool) -> Any:
    if form.accepted():
        try:
            announced = read_announcement(form.text.data, year=year)
            if form.is_sure:
                return _publish(year, announced, form.source.data)
            return _to_check(year, announced, form)
        except NotPermitted:
            raise
        except Refused as refusal:
            form.refuse("text", refusal)
    return show(
        "calendar/change.html", form=form, year=year, editing=editing, known=edition_of(year)
    )


def _to_check(year: int, announced: Announced, form: CalendarForm) -> str:
    """What would be kept, day by day, before anything is."""
    off, worked = announced.off, announced.worked
    check_publishable(year, off=off, worked=worked, now=clock.now())
    before, _ = calendar_now()
    after = before.with_year(year, off=off, worked=worked)
    shown = _months(year, after, before=before)
    changed = [cell for month in shown["months"] for week in month.weeks for cell in week if cell]
    return show(
        "calendar/check.html",
        **shown,
        announced=announced,
        missing=say("deadline.comma").join(say(f"holiday.{one}") for one in announced.missing),
        changed=[cell for cell in changed if cell.is_changed],
        known=edition_of(year),
        sent=form.sent(),
    )


def _publish(year: int, announced: Announced, source: str) -> Response:
    with transaction():
        actor = again(current_actor())
        if actor is None:
            raise NotFound()
        publish_year(
            year,
            off=announced.off,
            worked=announced.worked,
            source=source,
            replaces=request.form.get("replaces", type=int),
            actor=actor,
            now=clock.now(),
        )
    tell("The days of %(year)s are published. Every running deadline is counted anew.", year=year)
    return redirect(f"/calendar/{year}", code=303)


def _months(year: int, calendar: Calendar, *, before: Calendar | None = None) -> dict[str, Any]:
    locale = current_locale()
    return {
        "year": year,
        "months": months_of(year, calendar, locale, before=before),
        "weekdays": weekday_names(locale),
    }


def _last() -> int:
    return day_of(clock.now()).year + AHEAD


def _check_shown(year: int) -> None:
    if not FIRST_YEAR <= year <= _last():
        abort(404)
