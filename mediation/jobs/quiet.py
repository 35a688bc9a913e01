"""Whether a message that is due may leave at this hour."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app

from mediation.domain.calendar import the_calendar
from mediation.domain.notices import Channel, kinds
from mediation.domain.quiet import next_allowed, times_of_notices
from mediation.queries.outbox import Taken


def quiet_until(notice: Taken, now: datetime) -> datetime:
    """Until when a text message waits so as to wake nobody; `now` where it need not wait."""
    kind = kinds().get(notice.kind)
    if notice.channel != Channel.SMS or (kind is not None and kind.urgent):
        return now
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    return next_allowed(now, times_of_notices().sms, zone=zone, calendar=the_calendar())
