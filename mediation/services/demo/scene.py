"""What the acts of the demo world need to know of it, and of each other."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.gateways.files import Stored
from mediation.models.cases import Case
from mediation.models.danger import DangerReport
from mediation.models.organisations import Organisation
from mediation.services.days import end_of
from mediation.services.demo.moments import Moments

COMPLAINANT = "complainant"


@dataclass
class World:
    """Everybody and everything so far."""

    moments: Moments
    bodies: dict[str, Organisation]
    actors: dict[str, Actor]
    papers: dict[str, Stored]
    cases: dict[str, Case] = field(default_factory=dict)
    reports: dict[str, DangerReport] = field(default_factory=dict)
    filers: dict[str, str] = field(
        default_factory=dict
    )  # Case to person, where one has an account.


@dataclass
class Scene:
    """One act: who does what on which case, when, and with which words and figures."""

    world: World
    key: str
    who: str
    day: int
    now: datetime
    told: dict[str, Any]

    @property
    def case(self) -> Case:
        """The case it happens on."""
        return self.world.cases[self.key]

    @property
    def actor(self) -> Actor:
        """Who acts; a complainant without an account comes with the follow-up code."""
        if self.who != COMPLAINANT:
            return self.world.actors[self.who]
        filer = self.world.filers.get(self.key)
        if filer:
            return self.world.actors[filer]
        return Actor(role=Role.COMPLAINANT, holder_id=self.case.id)

    @property
    def doing(self) -> dict[str, Any]:
        """What every verb asks for besides its own."""
        return {"actor": self.actor, "now": self.now}

    @property
    def words(self) -> str:
        """What they say."""
        return str(self.told.get("words", ""))

    def on(self, name: str) -> date | None:
        """A day told as a count of working days from today."""
        return self.world.moments.day(self.told[name]) if name in self.told else None

    def until(self, name: str, days: int) -> datetime:
        """The end of a day so many working days after this act."""
        return end_of(self.world.moments.day(self.day + self.told.get(name, days)))

    def stored(self) -> Stored:
        """The paper that is handed in."""
        return self.world.papers[self.told["paper"]]
