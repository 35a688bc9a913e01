"""When a clock of a case may be made longer: by whom, how often, and only while it runs."""

from collections.abc import Sequence
from datetime import datetime

from mediation.domain.clocks import Clock, Extender, Extension
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.roles import Role
from mediation.domain.spaces import SIDE_OF, Side
from mediation.domain.standing import Run

# Who gives more time by themselves; where both sides must say yes, whoever works on it proposes.
MAY_EXTEND = {
    Extender.LENDER: frozenset({Role.LENDER_STAFF, Role.LENDER_ADMIN}),
    Extender.OFFICER: frozenset({Role.OFFICER}),
    Extender.CONSENT: frozenset(
        {Role.COMPLAINANT, Role.LENDER_STAFF, Role.LENDER_ADMIN, Role.OFFICER, Role.MEDIATOR}
    ),
}
SIDES = (Side.COMPLAINANT, Side.LENDER)


def next_extension(clock: Clock, taken: int) -> Extension | None:
    """The extension that comes after so many, in the order of the rule; None: there is no more."""
    for extension in clock.extensions:
        if taken < extension.times:
            return extension
        taken -= extension.times
    return None


def check_extension(clock: Clock, run: Run, *, taken: int, now: datetime) -> Extension:
    """The next extension of a clock, or why there is none.

    Raises Refused (`not_extendable`, `deadline_over`, `extended_enough`).
    """
    if not clock.extensions:
        raise Refused("not_extendable")
    if run.stopped_at is not None or now >= run.due_at:
        raise Refused("deadline_over")
    extension = next_extension(clock, taken)
    if extension is None:
        raise Refused("extended_enough", times=taken)
    return extension


def check_extender(extension: Extension, role: Role) -> None:
    """Refuse whoever the rule does not name."""
    if role not in MAY_EXTEND[extension.by]:
        raise NotPermitted("extension_not_yours")


def check_grounds(extension: Extension, *, reason: str, approver: str) -> None:
    """More time needs a reason, and where the rule says so the name of whoever approved it."""
    if not reason.strip():
        raise Refused("extension_without_reason")
    if extension.approver and not approver.strip():
        raise Refused("approver_missing")


def agreed(agreeing: Sequence[Side]) -> bool:
    """Whether both sides have said yes; nobody's silence is one."""
    return all(side in agreeing for side in SIDES)


def side_of(role: Role) -> Side:
    """For whom somebody proposes more time."""
    return SIDE_OF.get(role, Side.SYSTEM)
