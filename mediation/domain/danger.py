"""Danger: what is reported, who must look at it, how soon, and when somebody surely will."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from mediation.domain.calendar import Calendar, the_calendar
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.permissions import Actor
from mediation.domain.roles import LENDERS, Role
from mediation.domain.rulebook import Entry, rules

MOST_WORDS = 2000
MOST_CONTACT = 200
# How far ahead the roster is looked at for hours without anybody.
ROSTER_AHEAD = timedelta(days=7)


# For so long the same button of the same page is the same tap; after it, a new report.
SAME_TAP = timedelta(minutes=10)


class DangerKind(StrEnum):
    THREAT = "threat"
    VISIT = "visit"
    SELF_HARM = "self_harm"


class DutyLevel(StrEnum):
    """Who is asked to look, in this order."""

    FIRST = "first"
    SECOND = "second"
    EVERYONE = "everyone"


# A person is on duty at one of these; the last level needs no roster.
ROSTERED = (DutyLevel.FIRST, DutyLevel.SECOND)


@dataclass(frozen=True)
class DutyRules:
    """The configured times."""

    zone: ZoneInfo
    calendar: Calendar
    opens: time
    closes: time
    within: dict[DutyLevel, timedelta]
    longest_turn: timedelta


@cache
def duty_rules() -> DutyRules:
    """The times of this release, read once."""
    return read_duty_rules(rules("duty.toml"), calendar=the_calendar())


def read_duty_rules(book: Entry, *, calendar: Calendar) -> DutyRules:
    """Read the times that `book` names; the days on which they hold are the calendar's."""
    book.only("zone", "longest_turn_hours", "levels", "opening")
    opening = book.at("opening").only("from", "until")
    levels = book.at("levels").only(*DutyLevel)
    return DutyRules(
        zone=ZoneInfo(book.at("zone").text()),
        calendar=calendar,
        opens=_hour(opening.at("from")),
        closes=_hour(opening.at("until")),
        within={
            level: timedelta(minutes=levels.at(level).at("within_minutes").number())
            for level in DutyLevel
        },
        longest_turn=timedelta(hours=book.at("longest_turn_hours").number()),
    )


def _hour(entry: Entry) -> time:
    try:
        return time.fromisoformat(entry.text())
    except ValueError as wrong:
        raise entry.wrong("not an hour like 09:00") from wrong


class Turn(Protocol):
    """A time in which somebody is on duty."""

    @property
    def level(self) -> DutyLevel: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


class Asked(NamedTuple):
    """Who is asked to look, when the next ones are asked, and when somebody will look."""

    level: DutyLevel
    escalates_at: datetime
    expected_at: datetime | None  # None: nobody can say.


def first_asked(turns: Iterable[Turn], *, times: DutyRules, now: datetime) -> Asked:
    """Who is asked first: the lowest level with somebody on duty, else everyone.

    `turns` are those that run now and those to come.
    """
    known = list(turns)
    for level in ROSTERED:
        if any(turn.level is level and turn.starts_at <= now < turn.ends_at for turn in known):
            until = now + times.within[level]
            return Asked(level, until, until)
    starts = [turn.starts_at for turn in known if turn.starts_at > now]
    opening = next_opening(now, times=times)
    expected = min([*starts, *([opening] if opening else [])], default=None)
    if expected == now:
        # The house is open though nobody is on the roster.
        expected = now + times.within[DutyLevel.EVERYONE]
    return Asked(DutyLevel.EVERYONE, now + times.within[DutyLevel.EVERYONE], expected)


def tap_key(once: str, now: datetime) -> str:
    """By which a second tap is known: the page's number, and the ten minutes it falls into.

    A page that is found open again tomorrow reports anew.
    """
    return f"{once}.{int(now.timestamp() // SAME_TAP.total_seconds())}"


def next_level(level: DutyLevel) -> DutyLevel:
    """Who is asked when this level has not looked in time."""
    order = list(DutyLevel)
    return order[min(order.index(level) + 1, len(order) - 1)]


def next_opening(moment: datetime, *, times: DutyRules) -> datetime | None:
    """The first moment from `moment` on within the opening hours; None past what is known."""
    here = moment.astimezone(times.zone)
    day = here.date()
    while times.calendar.is_known(day):
        if not times.calendar.is_off(day):
            opens = datetime.combine(day, times.opens, times.zone)
            if here < opens:
                return opens.astimezone(UTC)
            if here < datetime.combine(day, times.closes, times.zone):
                return moment
        day += timedelta(days=1)
        here = datetime.combine(day, time.min, times.zone)
    return None


def check_turn(
    starts_at: datetime,
    ends_at: datetime,
    others: Iterable[Turn],
    *,
    level: DutyLevel,
    times: DutyRules,
    now: datetime,
) -> None:
    """Refuse a turn that ends before it starts, is over, too long, or runs into another one."""
    if level not in ROSTERED:
        raise Refused("duty_level_unknown")
    if ends_at <= starts_at:
        raise Refused("duty_ends_before_start")
    if ends_at <= now:
        raise Refused("duty_is_past")
    if ends_at - starts_at > times.longest_turn:
        raise Refused("duty_too_long", hours=int(times.longest_turn.total_seconds() // 3600))
    for other in others:
        if other.level is level and starts_at < other.ends_at and other.starts_at < ends_at:
            raise Refused("duty_overlaps", starts_at=other.starts_at, ends_at=other.ends_at)


def is_reportable(author: Role, reader: Role) -> bool:
    """Whether a message can be reported in one tap: the lender's, by whoever is not the lender."""
    return author in LENDERS and reader in (Role.COMPLAINANT, Role.OFFICER, Role.MEDIATOR)


def check_reportable(author: Role, reader: Role) -> None:
    """Refuse a report of what was written by anybody but the lender."""
    if not is_reportable(author, reader):
        raise NotPermitted("not_reportable")


class Gap(NamedTuple):
    """A time in which nobody is on duty at a level."""

    starts_at: datetime
    ends_at: datetime


def gaps(turns: Iterable[Turn], *, level: DutyLevel, begin: datetime, end: datetime) -> list[Gap]:
    """The times between `begin` and `end` that no turn of this level covers; none overlap."""
    found, reached = [], begin
    for turn in sorted(turns, key=lambda turn: turn.starts_at):
        if turn.level is not level or turn.ends_at <= reached:
            continue
        if turn.starts_at >= end:
            break
        if turn.starts_at > reached:
            found.append(Gap(reached, turn.starts_at))
        reached = turn.ends_at
    if reached < end:
        found.append(Gap(reached, end))
    return found


def check_reader(actor: Actor) -> None:
    """Refuse whoever does not read danger reports."""
    if actor.role is not Role.OFFICER:
        raise NotPermitted("not_permitted")


def check_roster_editor(actor: Actor, organisation_id: int) -> None:
    """Refuse whoever may not change the duty roster of this body."""
    own = actor.role is Role.OFFICER and actor.organisation_id == organisation_id
    if not own and actor.role is not Role.ADMIN:
        raise NotPermitted("not_permitted")
