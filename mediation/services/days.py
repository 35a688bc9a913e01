"""Which day it is on the clocks of this installation, and when one ends."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app

from mediation.wording.formats import in_zone


def day_of(moment: datetime) -> date:
    """The day of `moment` where people live who pay, sign and meet."""
    return in_zone(moment, current_app.config["TIMEZONE"]).date()


def start_of(day: date) -> datetime:
    """The instant at which `day` begins."""
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    return datetime.combine(day, time(0), zone).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The instant at which `day` is over: what is due by that day is in time until then."""
    return start_of(day + timedelta(days=1))
