"""The way to court: what is recorded of it, and how a case may end there."""

from enum import StrEnum

from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Outcome


class CourtStep(StrEnum):
    CERTIFICATE = "certificate"
    PAPERS = "papers"
    RESULT = "result"


# With these something begins that can end without a settlement, or unkept, once more.
BEGINS_ANEW = (
    Event.CASE_REOPENED,
    Event.MEDIATION_REQUESTED,
    Event.MEDIATION_RESUMED,
    Event.AGREEMENT_BOUND,
    Event.SETTLEMENT_AWARD_RECORDED,
    Event.AWARD_RECORDED,
    Event.COURT_RESULT_RECORDED,
)

COURT_OUTCOMES = (
    Outcome.TAKEN_TO_COURT,
    Outcome.COURT_CONFIRMED,
    Outcome.CONFIRMATION_REFUSED,
    Outcome.ENFORCEMENT_APPLIED,
    Outcome.SETTLED_THEMSELVES,
    Outcome.WITHDRAWN,
)


def check_certificate(stage: Stage, outcome: str | None, *, issued: bool) -> None:
    """It says that there was no settlement: so there must have been none; one for each ending."""
    if stage is Stage.CLOSED and outcome not in (Outcome.NO_SETTLEMENT, Outcome.SETTLED_BROKEN):
        raise Refused("certificate_not_true")
    if issued:
        raise Refused("certificate_issued_already")


def check_court_outcome(outcome: Outcome) -> None:
    """Only what a court's procedure can lead to."""
    if outcome not in COURT_OUTCOMES:
        raise Refused("not_a_court_outcome", outcome=outcome)
