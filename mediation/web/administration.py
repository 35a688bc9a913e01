"""The administrator's home: what waits among people, bodies and rosters; never a case."""

from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app

from mediation import clock
from mediation.domain.administration import AccountState, BodyState
from mediation.domain.calendar import NOTICE_DUE
from mediation.domain.danger import ROSTER_AHEAD
from mediation.jobs.fared import fared
from mediation.queries import administration
from mediation.queries.calendar import calendar_now
from mediation.queries.jobs import states
from mediation.services.days import day_of
from mediation.web.buckets import count_words
from mediation.web.locale import current_locale
from mediation.web.pages import show
from mediation.wording.catalogue import catalogue_of

bp = Blueprint("administration", __name__)

ICONS = {
    "work": "person-raised-hand",
    "jobs": "arrow-repeat",
    "bodies.unregistered": "patch-check-fill",
    "bodies.headless": "person-badge-fill",
    "people.invited": "envelope-fill",
    "calendar": "calendar-event-fill",
    "bodies.suspended": "x-octagon-fill",
    "people.suspended": "person-fill-x",
    "roster": "shield-exclamation",
    "people": "people-fill",
    "bodies": "building-fill",
}
# What should be seen to, in this order; the rest is only counted.
WAITS = (
    "work",
    "jobs",
    "roster",
    "calendar",
    "bodies.unregistered",
    "bodies.headless",
    "people.invited",
)
KNOWN = ("people", "bodies", "people.suspended", "bodies.suspended")
PATHS = {
    "work": "/work",
    "jobs": "/admin/jobs",
    "roster": "/duty",
    "calendar": "/calendar",
    "people": "/admin/people",
    "bodies": "/admin/organisations",
    **{f"people.{state}": f"/admin/people?state={state}" for state in AccountState},
    **{f"bodies.{state}": f"/admin/organisations?state={state}" for state in BodyState},
}


class Waiting(NamedTuple):
    """Something to see to, every word ready."""

    path: str
    icon: str
    title: str
    why: str
    count: str | int


@bp.get("/admin")
def index() -> str:
    """What waits, in named buckets with counts, and what each means."""
    now, zone = clock.now(), ZoneInfo(current_app.config["TIMEZONE"])
    rosters = administration.roster_gaps(begin=now, end=now + ROSTER_AHEAD)
    calendar, _ = calendar_now()
    counts = {
        **administration.counts(),
        "jobs": sum(line.is_overdue for line in fared(states(), now=now, zone=zone)),
        "roster": len(rosters),
        "calendar": int(not calendar.is_known(day_of(now) + NOTICE_DUE)),
    }
    catalogue = catalogue_of(current_locale())
    return show(
        "administration/index.html",
        buckets=[
            (catalogue.say("bucket.first"), [_bucket(name, counts) for name in WAITS]),
            (catalogue.say("bucket.known"), [_bucket(name, counts) for name in KNOWN]),
        ],
        waiting=[_waiting(name, counts) for name in WAITS if counts[name]],
        rosters=rosters,
    )


def _bucket(name: str, counts: dict[str, int]) -> tuple[Any, ...]:
    words = catalogue_of(current_locale()).say(f"admin.{name}")
    return (PATHS[name], ICONS[name], words, count_words(counts[name]), name in WAITS, False)


def _waiting(name: str, counts: dict[str, int]) -> Waiting:
    catalogue = catalogue_of(current_locale())
    return Waiting(
        PATHS[name],
        ICONS[name],
        catalogue.say(f"admin.{name}"),
        catalogue.say(f"admin.{name}.why"),
        count_words(counts[name]),
    )
