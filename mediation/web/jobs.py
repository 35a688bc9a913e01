"""The page of what happens by itself: the timetable, how each job fares, and who runs it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app

from mediation import clock
from mediation.jobs.fared import fared
from mediation.queries.jobs import SILENCE, heartbeats, states, unfinished
from mediation.web.pages import show

bp = Blueprint("jobs", __name__)

# Schedulers that were alive within so long are shown, those that are gone as well.
SHOWN = timedelta(days=1)


@bp.get("/admin/jobs")
def index() -> str:
    """Every job with its last and next turn, the schedulers, and turns that nobody has ended."""
    now, zone = clock.now(), ZoneInfo(current_app.config["TIMEZONE"])
    lines = fared(states(), now=now, zone=zone)
    beats = heartbeats(since=now - SHOWN)
    return show(
        "jobs/index.html",
        lines=lines,
        overdue=[line for line in lines if line.is_overdue],
        schedulers=[(one, one.beat_at > now - SILENCE) for one in beats],
        unfinished=unfinished(),
    )
