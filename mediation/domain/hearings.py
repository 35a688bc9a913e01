"""Hearings: modes, states, the notice owed, and the quarter hours that one takes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.spaces import Side
from mediation.domain.talks import hearing_length, hearing_notice

QUARTER = timedelta(minutes=15)
SIDES = (Side.COMPLAINANT, Side.LENDER)


class Mode(StrEnum):
    ON_SITE = "on_site"
    PHONE = "phone"
    VIDEO = "video"
    MIXED = "mixed"


# How one side can take part; mixed is what two different ones make.
MODES = (Mode.ON_SITE, Mode.VIDEO, Mode.PHONE)


class HearingState(StrEnum):
    SCHEDULED = "scheduled"
    HELD = "held"
    CANCELLED = "cancelled"


class Change(StrEnum):
    """Why a hearing was moved or cancelled."""

    COMPLAINANT_CANNOT = "complainant_cannot"
    LENDER_CANNOT = "lender_cannot"
    MEDIATOR_CANNOT = "mediator_cannot"
    PLACE_OR_LINE = "place_or_line"
    NO_LONGER_NEEDED = "no_longer_needed"
    TALKS_OVER = "talks_over"


# What a person gives as a reason; the last is said by the program itself.
GIVEN = tuple(change for change in Change if change is not Change.TALKS_OVER)


def quarters(starts_at: datetime, ends_at: datetime) -> Iterator[int]:
    """Number of each quarter hour (since 1970, UTC) that the hearing touches."""
    first = int(starts_at.timestamp()) // 900
    last = -(-int(ends_at.timestamp()) // 900)
    yield from range(first, max(last, first + 1))


def mode_of(modes: dict[Side, Mode]) -> Mode:
    """What kind of hearing it is when each side takes part in its own way."""
    kinds = set(modes.values())
    return kinds.pop() if len(kinds) == 1 else Mode.MIXED


def check_time(
    starts_at: datetime, ends_at: datetime, *, shorter_notice: bool, now: datetime
) -> None:
    """Refuse a hearing in the past, one without an end, and one of which nobody hears in time."""
    if starts_at <= now:
        raise Refused("hearing_in_past")
    if not timedelta(0) < ends_at - starts_at <= hearing_length().longest:
        raise Refused("hearing_length", hours=int(hearing_length().longest.total_seconds() // 3600))
    if not shorter_notice and starts_at - now < hearing_notice():
        raise Refused(
            "notice_too_short", days=hearing_notice().days, earliest_at=now + hearing_notice()
        )


def check_modes(modes: dict[Side, Mode], place: str) -> None:
    """Each side is told how it takes part, and where."""
    if set(modes) != set(SIDES) or not set(modes.values()) <= set(MODES):
        raise Refused("modes_missing")
    if not place.strip():
        raise Refused("place_missing")


def check_scheduled(state: HearingState) -> None:
    """Only what is still to come is moved, cancelled or held."""
    if state is not HearingState.SCHEDULED:
        raise Refused("hearing_is_over")


def check_held(starts_at: datetime, came: dict[Side, bool], *, now: datetime) -> None:
    """A hearing is recorded once it has begun; for each side it is said whether it came."""
    if now < starts_at:
        raise Refused("hearing_to_come", starts_at=starts_at)
    if set(came) != set(SIDES):
        raise Refused("attendance_missing")


def check_confirms(side: Side | None, confirmed_at: datetime | None) -> None:
    """Each side confirms for itself, once."""
    if side not in SIDES:
        raise NotPermitted("not_a_side")
    if confirmed_at is not None:
        raise Refused("confirmed_already")
