"""A length of time of an installation's own: who may set one, and how far from the rule's."""

from enum import StrEnum

from mediation.domain.clocks import Clock, Mark
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.lengths import MOST, Length, Unit, read_length
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.domain.spaces import Side


class Leeway(StrEnum):
    """What may be made of a rule's length."""

    FREE = "free"  # A choice of this house: longer or shorter.
    SHORTER = "shorter"  # The law's upper limit for a company, a mediator or a body.
    STATED = "stated"  # Each paper or appointment has its own.
    FIXED = "fixed"  # What the law gives a party or a court is not ours to cut.


# For these a time that a law sets is a duty, and to be quicker wrongs nobody.
DUTY_BOUND = frozenset({Side.LENDER, Side.MEDIATION, Side.ARBITRATION})
OVERRIDERS = frozenset({Role.ADMIN, Role.SYSTEM})


def check_overrider(actor: Actor) -> None:
    """Refuse whoever may not set a length of this installation's own: admins may."""
    if actor.role not in OVERRIDERS:
        raise NotPermitted("not_permitted")


def leeway_of(clock: Clock) -> Leeway:
    """Whether the length of a rule may be changed, and in which direction."""
    if clock.stated or clock.counting.is_back:
        return Leeway.STATED
    if clock.source.mark is Mark.HOUSE:
        return Leeway.FREE
    return Leeway.SHORTER if clock.side in DUTY_BOUND else Leeway.FIXED


def units_for(clock: Clock) -> tuple[Unit, ...]:
    """In which units another length may be given: the law's own, ours as we like."""
    if leeway_of(clock) is Leeway.FREE and clock.length.unit is not Unit.HOUR:
        return (Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.MONTH)
    return (clock.length.unit,)


def check_override(clock: Clock, length: Length) -> None:
    """Refuse a length that the law does not leave to us, or that changes nothing."""
    leeway = leeway_of(clock)
    if leeway is Leeway.FIXED:
        raise Refused("override_of_a_right")
    if leeway is Leeway.STATED:
        raise Refused("override_of_what_is_stated")
    if length.unit not in units_for(clock):
        raise Refused("override_other_unit")
    if not 1 <= length.number <= MOST[length.unit]:
        raise Refused("override_unfit", most=MOST[length.unit])
    if length == clock.length:
        raise Refused("override_changes_nothing")
    if leeway is Leeway.SHORTER and length.number > clock.length.number:
        raise Refused("override_beyond_law", most=clock.length.number)


def length_here(clock: Clock, own: str | None) -> Length:
    """How long a clock runs here: as this installation has written, else as the rule says."""
    return (read_length(own) if own else None) or clock.length
