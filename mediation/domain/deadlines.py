"""When a length of time is over, counted as the law counts, with every step of the counting."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from mediation.domain.calendar import DAY, Calendar
from mediation.domain.errors import Refused
from mediation.domain.lengths import MOST, Length, Unit

MIDNIGHT = time(0)
EARLIEST, LATEST = 1949, 2199


class Pause(NamedTuple):
    """Days that do not count, both included."""

    first: date
    last: date


class Reckoning(StrEnum):
    """What one line of the arithmetic says."""

    START = "start"
    START_LATE = "start_late"
    START_INSTANT = "start_instant"
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    HOUR = "hour"
    MORE_CALENDAR_DAY = "more_calendar_day"
    MORE_WORKING_DAY = "more_working_day"
    MORE_MONTH = "more_month"
    MORE_HOUR = "more_hour"
    OFF_NOT_COUNTED = "off_not_counted"
    PAUSED = "paused"
    ROLLED = "rolled"
    STATED = "stated"
    COMES = "comes"
    COMES_ON = "comes_on"
    BACK = "back"
    DUE = "due"
    PROVISIONAL = "provisional"


class Step(NamedTuple):
    """One line of the arithmetic, and what stands in it."""

    key: Reckoning
    facts: dict[str, Any]


class Counting(NamedTuple):
    """How a length is counted.

    `rolls`: a last day that is off moves to the next one that is worked. `starts_by`: what
    happens at this hour or later counts as happening on the next day. `ends_at`: the hour at
    which the last day ends for this purpose; midnight is its very end. `is_back`: so long before
    what is to come, by the hour where that has one.
    """

    rolls: bool = True
    starts_by: time | None = None
    ends_at: time = MIDNIGHT
    is_back: bool = False


USUAL = Counting()


@dataclass(frozen=True)
class Deadline:
    """When it is over, and why.

    `raw_on` is the last day by the count alone, `due_on` the same rolled past days off, `due_at`
    the first instant that is too late. `skipped` are the days off that were not counted or were
    rolled past. `provisional`: days off that are not announced yet may still change it.
    """

    raw_on: date
    due_on: date
    due_at: datetime
    skipped: tuple[date, ...]
    provisional: bool
    steps: tuple[Step, ...] = field(repr=False)


def deadline_of(
    started: datetime | date,
    length: Length,
    *,
    calendar: Calendar,
    zone: ZoneInfo,
    counting: Counting = USUAL,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Length] = (),
) -> Deadline:
    """The deadline of what started then (a day, or an instant with a zone).

    The day of the start does not count (Civil Code, article 201); months end on the
    corresponding day or the month's last (202); a last day off moves on (203). Extensions are
    counted on from the original last day, before it is rolled. Raises Refused (`length_unfit`,
    `start_unfit`).
    """
    lengths = (length, *extensions)
    _check(started, lengths)
    if length.unit is Unit.HOUR:
        return _after_hours(started, lengths, zone=zone)
    if counting.is_back:
        return _before(started, length, zone=zone)
    count = _Count(calendar, pauses)
    day = count.start(started, counting, zone)
    for number, one in enumerate(lengths):
        day = count.on(day, one, is_extension=number > 0)
    due_on = count.roll(day) if counting.rolls else day
    ends = datetime.combine(due_on, counting.ends_at, zone)
    due_at = ends + DAY if counting.ends_at == MIDNIGHT else ends
    count.say(Reckoning.DUE, by=due_at)
    asks = counting.rolls or any(one.unit is Unit.WORKING_DAY for one in lengths)
    provisional = asks and count.is_provisional(due_on)
    return Deadline(day, due_on, due_at, tuple(count.skipped), provisional, tuple(count.steps))


def stated_deadline(started: datetime, until: datetime, *, zone: ZoneInfo) -> Deadline:
    """The deadline whose end stands in the paper itself: nothing is counted and nothing rolls."""
    started, until = started.astimezone(zone), until.astimezone(zone)
    # An end at midnight is the end of the day before.
    last = (until - timedelta(microseconds=1)).date()
    steps = (
        Step(Reckoning.START, {"day": started.date()}),
        Step(Reckoning.STATED, {"by": until}),
        Step(Reckoning.DUE, {"by": until}),
    )
    return Deadline(last, last, until, (), False, steps)


def _check(started: datetime | date, lengths: Iterable[Length]) -> None:
    if not EARLIEST <= started.year <= LATEST:
        raise Refused("start_unfit", first=EARLIEST, last=LATEST)
    units = set()
    for length in lengths:
        units.add(length.unit is Unit.HOUR)
        if not 0 <= length.number <= MOST[length.unit]:
            raise Refused("length_unfit", most=MOST[length.unit])
    if len(units) > 1:
        raise Refused("hours_and_days")


def month_after(day: date, count: int) -> date:
    """The corresponding day `count` months later, or the last of that month."""
    month = day.year * 12 + day.month - 1 + count
    year, number = divmod(month, 12)
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))


def _after_hours(
    started: datetime | date, lengths: Iterable[Length], *, zone: ZoneInfo
) -> Deadline:
    """Hours run on through nights and days off."""
    due_at = _instant(started, zone)
    steps = [Step(Reckoning.START_INSTANT, {"at": due_at})]
    for number, one in enumerate(lengths):
        # By the world's clock: an hour is an hour, whatever the zone does to its own.
        due_at = (due_at.astimezone(UTC) + timedelta(hours=one.number)).astimezone(zone)
        key = Reckoning.MORE_HOUR if number else Reckoning.HOUR
        steps.append(Step(key, {"count": one.number, "at": due_at}))
    return Deadline(due_at.date(), due_at.date(), due_at, (), False, tuple(steps))


def _before(coming: datetime | date, length: Length, *, zone: ZoneInfo) -> Deadline:
    """So many days before what is to come: every day counts, and none is moved."""
    if length.unit is not Unit.CALENDAR_DAY:
        raise Refused("length_unfit", most=MOST[Unit.CALENDAR_DAY])
    days = timedelta(days=length.number)
    if isinstance(coming, datetime):
        due_at = coming.astimezone(zone) - days
        steps = [Step(Reckoning.COMES, {"at": coming.astimezone(zone)})]
    else:
        due_at = datetime.combine(coming - days + DAY, MIDNIGHT, zone)
        steps = [Step(Reckoning.COMES_ON, {"day": coming})]
    due_on = (due_at - timedelta(microseconds=1)).date()
    steps.append(Step(Reckoning.BACK, {"count": length.number, "day": due_on}))
    steps.append(Step(Reckoning.DUE, {"by": due_at}))
    return Deadline(due_on, due_on, due_at, (), False, tuple(steps))


def _instant(started: datetime | date, zone: ZoneInfo) -> datetime:
    if isinstance(started, datetime):
        return started.astimezone(zone)
    return datetime.combine(started, MIDNIGHT, zone)


class _Count:
    """A count while it goes on: what it has said and passed over."""

    def __init__(self, calendar: Calendar, pauses: Sequence[Pause]) -> None:
        self.calendar = calendar
        self.pauses = pauses
        self.steps: list[Step] = []
        self.skipped: list[date] = []
        self.first = date.max

    def say(self, key: Reckoning, **facts: Any) -> None:
        self.steps.append(Step(key, facts))

    def start(self, started: datetime | date, counting: Counting, zone: ZoneInfo) -> date:
        """The day from which is counted; it does not count itself."""
        day = started
        if isinstance(started, datetime):
            local = started.astimezone(zone)
            day = local.date()
            if counting.starts_by is not None and local.time() >= counting.starts_by:
                day += DAY
                self.say(Reckoning.START_LATE, at=local, hour=counting.starts_by, day=day)
        self.first = day
        self.say(Reckoning.START, day=day)
        return day

    def on(self, day: date, length: Length, *, is_extension: bool) -> date:
        """The last day of `length` after `day`."""
        before, skipped = day, len(self.skipped)
        if length.unit is Unit.MONTH:
            day = self._months(day, length.number)
        else:
            day = self._days(day, length.number, working=length.unit is Unit.WORKING_DAY)
        unit = length.unit.value
        key = Reckoning(f"more_{unit}" if is_extension else unit)
        self.say(key, count=length.number, day=day)
        off = self.skipped[skipped:]
        if off:
            self.say(Reckoning.OFF_NOT_COUNTED, days=tuple(off), count=len(off))
        paused = [pause for pause in self.pauses if pause.first <= day and pause.last > before]
        for pause in paused:
            self.say(Reckoning.PAUSED, first=pause.first, last=pause.last)
        return day

    def _days(self, day: date, count: int, *, working: bool) -> date:
        while count:
            day += DAY
            if self._is_paused(day):
                continue
            if working and self.calendar.is_off(day):
                self.skipped.append(day)
                continue
            count -= 1
        return day

    def _months(self, day: date, count: int) -> date:
        """The corresponding day, and a day later for each that was paused meanwhile."""
        last = month_after(day, count)
        run = day
        while run < last:
            run += DAY
            last += DAY if self._is_paused(run) else timedelta(0)
        return last

    def _is_paused(self, day: date) -> bool:
        return any(pause.first <= day <= pause.last for pause in self.pauses)

    def roll(self, day: date) -> date:
        """`day`, or the next one that is worked."""
        rolled = self.calendar.roll(day)
        if rolled != day:
            off = tuple(self.calendar.days_off(day, rolled - DAY))
            self.skipped.extend(off)
            self.say(Reckoning.ROLLED, days=off, count=len(off), day=rolled)
        return rolled

    def is_provisional(self, due_on: date) -> bool:
        """Whether days off that are not announced yet may still change the outcome."""
        unknown = [day for day in (self.first, due_on) if not self.calendar.is_known(day)]
        if unknown:
            self.say(Reckoning.PROVISIONAL, year=unknown[-1].year)
        return bool(unknown)


class Lateness(StrEnum):
    """How something stands to its deadline: derived, never typed."""

    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    LATE = "late"
    LONG_LATE = "long_late"


SOON = timedelta(days=3)
LONG = timedelta(days=30)


def lateness(due_at: datetime, *, now: datetime) -> Lateness:
    """On time, due within three days, late, or late by more than thirty days."""
    if now >= due_at:
        return Lateness.LONG_LATE if now - due_at > LONG else Lateness.LATE
    return Lateness.DUE_SOON if due_at - now <= SOON else Lateness.ON_TIME
