"""What stands in the head of every page, for each role: one table."""

from typing import NamedTuple

from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.wording.catalogue import lazy


class Door(NamedTuple):
    """One link of the navigation: a fixed address and what it says."""

    path: str
    words: str


HOME = Door("/", lazy("Home"))
GUIDE = Door("/guide", lazy("What can I do"))
STATUS = Door("/status", lazy("Check status"))
DESK = Door("/desk", lazy("My desk"))
CASES = Door("/cases", lazy("Cases"))

AT_A_DESK = (DESK, CASES)
ORGANISATIONS = Door("/admin/organisations", lazy("Organisations"))
PEOPLE = Door("/admin/people", lazy("People"))
OUTBOX = Door("/admin/notices", lazy("Outbox"))
DANGER = Door("/danger/reports", lazy("Danger reports"))
CALENDAR = Door("/calendar", lazy("Calendar"))
RULES = Door("/deadlines/rules", lazy("Rules of time"))
DUTY = Door("/duty", lazy("Duty roster"))
MEDIATOR_COMPLAINTS = Door("/mediator-complaints", lazy("Complaints about mediators"))
OVERSEEN = Door("/supervision/mediator-complaints", lazy("Complaints about mediators"))
PROFILE = Door("/profile", lazy("My profile"))
MEDIATORS = Door("/organisation/mediators", lazy("Mediators"))
WORK = Door("/work", lazy("Work list"))
JOBS = Door("/admin/jobs", lazy("What happens by itself"))
COLLEAGUES = Door("/organisation/people", lazy("Colleagues"))

NAVIGATION: dict[Role, tuple[Door, ...]] = {
    Role.NOBODY: (HOME, GUIDE, STATUS),
    Role.COMPLAINANT: (Door("/cases", lazy("My complaints")), GUIDE),
    Role.LENDER_STAFF: AT_A_DESK,
    Role.LENDER_ADMIN: (*AT_A_DESK, COLLEAGUES),
    Role.OFFICER: (*AT_A_DESK, DANGER, MEDIATORS, MEDIATOR_COMPLAINTS),
    Role.MEDIATOR: (*AT_A_DESK, Door("/hearings", lazy("My week")), PROFILE),
    Role.CLERK: AT_A_DESK,
    Role.ARBITRATOR: AT_A_DESK,
    Role.SUPERVISOR: (*AT_A_DESK, OVERSEEN),
    Role.AUDITOR: (Door("/audit", lazy("Histories")),),
    Role.ADMIN: (Door("/admin", lazy("My desk")), ORGANISATIONS, PEOPLE, DUTY, OUTBOX),
}


# What a house is run by, looked up now and then: in the menu under one's own name.
TABLES: dict[Role, tuple[Door, ...]] = {
    Role.OFFICER: (CALENDAR, RULES, WORK),
    Role.ADMIN: (CALENDAR, RULES, WORK, JOBS),
}


def navigation(actor: Actor) -> tuple[Door, ...]:
    """The links for whoever is asking, signed in or not."""
    return NAVIGATION[actor.role]


def door_to(path: str, doors: tuple[Door, ...]) -> str:
    """The one door through which a page is reached: the nearest above it, never two."""
    above = [door.path for door in doors if path == door.path or path.startswith(f"{door.path}/")]
    return max(above, key=len, default="")


def tables(actor: Actor) -> tuple[Door, ...]:
    """The links to the tables by which the house of whoever is asking works."""
    return TABLES.get(actor.role, ())
