"""What happens at a court or a credit register and is only recorded here, a step at a time."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action


class OutsideStep(StrEnum):
    CONFIRMATION_REQUESTED = "confirmation_requested"
    CONFIRMATION_TAKEN = "confirmation_taken"
    CONFIRMATION_DECIDED = "confirmation_decided"
    CREDIT_DISPUTE_RAISED = "credit_dispute_raised"
    CREDIT_DISPUTE_ANSWERED = "credit_dispute_answered"


class Way(NamedTuple):
    """Who records a step, and which clock it ends; or which may not run yet as it begins it."""

    event: Event
    action: Action
    ends: str = ""
    begins: str = ""


WAYS: dict[OutsideStep, Way] = {
    OutsideStep.CONFIRMATION_REQUESTED: Way(
        Event.CONFIRMATION_REQUESTED, Action.RECORD_CONFIRMATION, ends="judicial_confirmation"
    ),
    OutsideStep.CONFIRMATION_TAKEN: Way(
        Event.CONFIRMATION_TAKEN, Action.RECORD_CONFIRMATION, ends="confirmation_acceptance"
    ),
    OutsideStep.CONFIRMATION_DECIDED: Way(
        Event.CONFIRMATION_DECIDED, Action.RECORD_CONFIRMATION, ends="confirmation_decision"
    ),
    OutsideStep.CREDIT_DISPUTE_RAISED: Way(
        Event.CREDIT_DISPUTE_RAISED, Action.RAISE_CREDIT_DISPUTE, begins="credit_record_dispute"
    ),
    OutsideStep.CREDIT_DISPUTE_ANSWERED: Way(
        Event.CREDIT_DISPUTE_ANSWERED, Action.ANSWER_CREDIT_DISPUTE, ends="credit_record_dispute"
    ),
}
# By which step each clock is ended.
ENDED_BY = {way.ends: step for step, way in WAYS.items() if way.ends}


def check_step(way: Way, running: dict[str, date], *, on: date, today: date) -> None:
    """Refuse a step out of turn, and a day to come or before that which it follows.

    `running` are the rules of the clocks that run, with the days on which they began.
    """
    if way.ends and way.ends not in running:
        raise Refused("step_out_of_turn")
    if way.begins and way.begins in running:
        raise Refused("step_taken_already")
    if on > today:
        raise Refused("step_to_come", day=today)
    if way.ends and on < running[way.ends]:
        raise Refused("step_before_its_start", day=running[way.ends])
