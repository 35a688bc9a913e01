"""One thing that can be done on a case, as a button sees it."""

from collections.abc import Callable
from typing import NamedTuple

from mediation.domain.events import Event
from mediation.domain.permissions import Action
from mediation.domain.roles import Role
from mediation.models.cases import Case


class Act(NamedTuple):
    """A button: shown to whom `may` take the action where the event is possible."""

    action: Action
    event: Event
    path: str  # Below the case's own address.
    words: str
    rank: int = 50  # The lowest possible one is the main button when it is one's turn.
    roles: frozenset[Role] = frozenset()  # Empty: everyone whom the permission table admits.
    fits: Callable[[Case], bool] | None = None  # What stage and event alone cannot tell.
    why: str = ""  # What comes of it; an act with this is listed on the parties' case page.
