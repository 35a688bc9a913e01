"""How a case ends without an agreement or award, and how it is taken up again."""

from collections.abc import Collection

from mediation.domain.errors import Refused
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Outcome, Withdrawal
from mediation.domain.parties import Channel

# What a withdrawal is counted as.
WITHDRAWN_AS: dict[Withdrawal, Outcome] = {
    Withdrawal.SETTLED: Outcome.SETTLED_THEMSELVES,
    Withdrawal.NO_LONGER_WANTED: Outcome.WITHDRAWN,
    Withdrawal.OTHER_ROUTE: Outcome.WITHDRAWN,
    Withdrawal.OTHER: Outcome.WITHDRAWN,
}

# The outcomes with which the body may close a case by hand, at each stage where it may.
CLOSES_WITH: dict[Stage, tuple[Outcome, ...]] = {
    Stage.NEGOTIATION: (Outcome.SETTLED_THEMSELVES, Outcome.TAKEN_TO_COURT),
    Stage.BREACHED: (
        Outcome.SETTLED_BROKEN,
        Outcome.SETTLED_PERFORMED,
        Outcome.SETTLED_THEMSELVES,
        Outcome.ENFORCEMENT_APPLIED,
        Outcome.TAKEN_TO_COURT,
    ),
}


def check_closing(stage: Stage, outcome: Outcome) -> None:
    """A case is closed by hand only with an outcome that fits its stage."""
    if outcome not in CLOSES_WITH.get(stage, ()):
        raise Refused("outcome_does_not_fit", stage=stage, outcome=outcome)


def check_reminded(tried: Collection[Channel]) -> None:
    """Nobody's complaint ends for silence before two different ways to reach them were tried."""
    if len(set(tried)) < 2:
        raise Refused("two_channels_needed")
