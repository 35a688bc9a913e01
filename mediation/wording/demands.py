"""The sentences that tables of the domain ask for: one line a table, each a list of keys."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from mediation.domain import intake, questions, voices
from mediation.domain.events import Event
from mediation.domain.lanes import Lane
from mediation.domain.outcomes import NoSettlement, Outcome
from mediation.domain.parties import Channel, ConsentKind, PartyKind
from mediation.domain.roles import DESK_OF, Role
from mediation.domain.spaces import WRITES, Space

# Lists of which every member is shown to somebody, as `<name of the list>.<member>`.
SPOKEN: list[type[StrEnum]] = [
    Channel,
    ConsentKind,
    Event,
    Lane,
    NoSettlement,
    Outcome,
    PartyKind,
    Role,
]

SEES = ("staff", "complainant", "lender", "visitor")


def _members() -> list[str]:
    return [f"{kind.__name__.lower()}.{member}" for kind in SPOKEN for member in kind]


def _spaces() -> list[str]:
    return [f"space.{space}.{voice}" for space in Space for voice in SEES]


def _sends() -> list[str]:
    said_by = {"complainant": "complainant", "lender": "lender"}
    return [
        f"send.{space}.{said_by.get(str(DESK_OF.get(role)), 'staff')}"
        for role, spaces in WRITES.items()
        if role is not Role.SYSTEM
        for space in spaces
    ]


DEMANDS: list[Callable[[], Iterable[str]]] = [
    _members,
    lambda: [f"door.{lane}.{part}" for lane in Lane for part in ("title", "text")],
    _spaces,
    _sends,
    voices.sentences,
    lambda: [*questions.keys_of_questions(), *intake.keys_of_steps()],
]


def demanded() -> set[str]:
    """Every key that some table asks for."""
    return {key for provider in DEMANDS for key in provider()}
