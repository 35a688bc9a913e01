"""What one can do on a case, and where: the table from which its buttons are drawn."""

from typing import NamedTuple

from mediation.domain.events import Event
from mediation.domain.lifecycle import is_possible
from mediation.domain.permissions import Action, Actor, may
from mediation.domain.roles import Role
from mediation.models.cases import Case
from mediation.wording.catalogue import lazy


class Act(NamedTuple):
    """A button: shown to whom `may` take the action where the event is possible."""

    action: Action
    event: Event
    path: str  # Below the case's own address.
    words: str
    rank: int = 50  # The lowest possible one is the main button when it is one's turn.
    roles: frozenset[Role] = frozenset()  # Empty: everyone whom the permission table admits.


ACTS: list[Act] = [
    # admission, tracing, pause
    # the lender's answer, standstill, relief
    # willingness and assignment
    # the complaint itself
    Act(
        Action.COMPLETE_COMPLAINT,
        Event.COMPLAINT_COMPLETED,
        "completion",
        lazy("Complete the complaint"),
        10,
    ),
    Act(Action.MANAGE_CONSENTS, Event.CONSENT_GIVEN, "consents", lazy("My consents"), 90),
    Act(
        Action.ADD_PARTY,
        Event.PARTY_ADDED,
        "representative",
        lazy("Let somebody act for the complainant"),
        92,
    ),
    # correspondence and evidence
    Act(Action.SEND_MESSAGE, Event.MESSAGE_SENT, "messages", lazy("Write a message"), 80),
    Act(Action.SUBMIT_EVIDENCE, Event.EVIDENCE_SUBMITTED, "evidence", lazy("Add a file"), 82),
    # hearings
    # offers, settlement, repayment
    # arbitration and court
    # danger, withdrawal, closure
]


def acts_on(case: Case, actor: Actor) -> list[Act]:
    """What `actor` may do on `case` now, the most likely first."""
    paused = case.paused_since_at is not None
    found = [
        act
        for act in ACTS
        if (not act.roles or actor.role in act.roles)
        and is_possible(case.stage, act.event, paused=paused)
        and may(actor, act.action, case)
    ]
    return sorted(found, key=lambda act: act.rank)
