"""When a message may leave: never in quiet hours, together with its like, or once a day."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from mediation.domain.calendar import DAY, SATURDAY, Calendar
from mediation.domain.notices import Channel, Manner
from mediation.domain.patience import FILE
from mediation.domain.rulebook import Entry, rules

WEEKEND = "weekend"
# No run of days off is longer.
FARTHEST = 60
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Days(StrEnum):
    """On which days something may leave."""

    EVERY = "every"
    WORKING = "working"
    WEEKEND = "weekend"


class Hours(NamedTuple):
    """The hours in which something may leave, and on which days; the end is not included."""

    spans: tuple[tuple[time, time], ...]
    days: Days

    def allow(self, day: date, calendar: Calendar) -> bool:
        """Whether anything may leave on a day."""
        match self.days:
            case Days.WORKING:
                return not calendar.is_off(day)
            case Days.WEEKEND:
                return day.weekday() >= SATURDAY
        return True


class Times(NamedTuple):
    """The times of rules/notices_times.toml."""

    sms: Hours
    staff_mail: Hours
    asked: Mapping[str, tuple[time, time]]
    burst: timedelta
    most: int
    digest_at: time


class Place(NamedTuple):
    """Where a message goes: by which channel, to one of a desk or not, in which asked hours."""

    channel: Channel
    is_staff: bool = False
    asked: Collection[str] = ()


def planned(
    place: Place,
    manner: Manner,
    *,
    urgent: bool,
    times: Times,
    zone: tzinfo,
    calendar: Calendar,
    now: datetime,
) -> datetime:
    """When a message that is written now is due; an urgent one, and what computers read, at once.

    Anything else waits a little for its like, so that several leave as one message.
    """
    if urgent or place.channel is Channel.WEBHOOK:
        return now
    if manner is Manner.DIGEST:
        ready = next_digest(now, times=times, zone=zone, calendar=calendar)
    else:
        ready = _burst_ends(now, times.burst)
    hours = hours_of(place, times)
    return next_allowed(ready, hours, zone=zone, calendar=calendar) if hours else ready


def hours_of(place: Place, times: Times) -> Hours | None:
    """The hours in which messages go to a place; None: at any time. Asked hours go before ours."""
    spans = tuple(sorted(times.asked[name] for name in place.asked if name in times.asked))
    if spans or WEEKEND in place.asked:
        days = Days.WEEKEND if WEEKEND in place.asked else Days.EVERY
        return Hours(spans or times.sms.spans, days)
    if place.channel is Channel.SMS:
        return times.sms
    return times.staff_mail if place.is_staff else None


def next_allowed(moment: datetime, hours: Hours, *, zone: tzinfo, calendar: Calendar) -> datetime:
    """`moment` itself where something may leave then, or the first moment after it."""
    first = moment.astimezone(zone).date()
    for ahead in range(FARTHEST):
        day = first + ahead * DAY
        if not hours.allow(day, calendar):
            continue
        for begins, ends in hours.spans:
            if moment < _at(day, ends, zone):
                return max(moment, _at(day, begins, zone))
    return moment


def next_digest(moment: datetime, *, times: Times, zone: tzinfo, calendar: Calendar) -> datetime:
    """When the next daily summary leaves: after `moment`, on a working day."""
    day = moment.astimezone(zone).date()
    if _at(day, times.digest_at, zone) <= moment:
        day += DAY
    return _at(calendar.roll(day), times.digest_at, zone)


def _burst_ends(moment: datetime, burst: timedelta) -> datetime:
    """The end of the span of time, counted from a fixed moment, into which `moment` falls."""
    return moment + (EPOCH - moment) % burst


def _at(day: date, hour: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)


@cache
def times_of_notices() -> Times:
    """The times of this release, read once."""
    return read_times(rules(FILE))


def read_times(book: Entry) -> Times:
    """Read the times that `book` names; a mistake is named with its place."""
    book.only("version", "retries", "hours", "asked_hours", "burst", "digest")
    hours = book.at("hours").only("sms", "staff_mail")
    burst = book.at("burst").only("minutes", "most")
    if burst.at("minutes").number() == 0:
        raise burst.at("minutes").wrong("should be more than zero")
    return Times(
        sms=_hours(hours.at("sms")),
        staff_mail=_hours(hours.at("staff_mail")),
        asked={name: _span(entry) for name, entry in book.at("asked_hours").items()},
        burst=timedelta(minutes=burst.at("minutes").number()),
        most=burst.at("most").number(),
        digest_at=_hour(book.at("digest").only("at").at("at")),
    )


def _hours(entry: Entry) -> Hours:
    entry.only("from", "until", "days")
    begins, ends = _hour(entry.at("from")), _hour(entry.at("until"))
    if begins >= ends:
        raise entry.wrong("ends before it begins")
    try:
        days = Days(entry.at("days").text())
    except ValueError as wrong:
        raise entry.at("days").wrong(f"not one of: {', '.join(Days)}") from wrong
    return Hours(((begins, ends),), days)


def _span(entry: Entry) -> tuple[time, time]:
    rows = [_hour(row) for row in entry.rows()]
    if len(rows) != 2 or rows[0] >= rows[1]:
        raise entry.wrong("should be a beginning and an end")
    return rows[0], rows[1]


def _hour(entry: Entry) -> time:
    try:
        return time.fromisoformat(entry.text())
    except ValueError as wrong:
        raise entry.wrong("not an hour like 09:00") from wrong
