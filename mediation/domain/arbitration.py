"""Arbitration: when a case may be referred, what goes along, and how it may end there."""

from enum import StrEnum
from typing import Protocol

from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import NoSettlement, Outcome
from mediation.domain.spaces import Space


class ReferralReason(StrEnum):
    """Why a case goes to arbitration or to a court."""

    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    GAP_TOO_WIDE = "gap_too_wide"
    TIME_OVER = "time_over"
    WOULD_NOT_SIGN = "would_not_sign"
    AGREEMENT_BROKEN = "agreement_broken"


class ReferralEnd(StrEnum):
    NOT_TAKEN = "not_taken"
    WITHDRAWN = "withdrawn"
    DECIDED = "decided"


class AwardKind(StrEnum):
    SETTLEMENT_AWARD = "settlement_award"
    AWARD = "award"
    DISMISSED = "dismissed"


# How a case ends that an arbitration body decided.
OUTCOME_OF = {
    AwardKind.SETTLEMENT_AWARD: Outcome.SETTLEMENT_AWARD,
    AwardKind.AWARD: Outcome.AWARDED,
    AwardKind.DISMISSED: Outcome.AWARDED,
}


class Checked(Protocol):
    """What the rules need to know of an agreement to arbitrate."""

    body_id: int
    valid: bool | None


class Handed(Protocol):
    """What the rules need to know of a file."""

    space: Space
    without_prejudice: bool
    withdrawn_at: object | None


def outcome_without(reason: ReferralReason) -> tuple[Outcome, NoSettlement | None]:
    """How a case ends when nobody decides it: as it would have without the referral."""
    if reason is ReferralReason.AGREEMENT_BROKEN:
        return Outcome.SETTLED_BROKEN, None
    return Outcome.NO_SETTLEMENT, NoSettlement(reason.value)


# How a closed case must have ended that still goes onward.
LEFT_OPEN = (Outcome.NO_SETTLEMENT, Outcome.SETTLED_BROKEN)


def may_go_onward(stage: Stage, outcome: Outcome | None) -> bool:
    """Whether what was closed was left open between the sides; while talks last it always is."""
    return stage is not Stage.CLOSED or outcome in LEFT_OPEN


def is_broken(stage: Stage, outcome: Outcome | None) -> bool:
    """Whether a case goes onward because what was settled was not kept."""
    return stage is Stage.BREACHED or outcome is Outcome.SETTLED_BROKEN


def check_onward(stage: Stage, outcome: Outcome | None, reason: ReferralReason) -> None:
    """Refuse where nothing was left open, and a reason that is not that of this case."""
    if not may_go_onward(stage, outcome):
        raise Refused("nothing_left_open")
    if (reason is ReferralReason.AGREEMENT_BROKEN) != is_broken(stage, outcome):
        raise Refused("referral_reason_wrong")


def check_may_check(agreement: Checked) -> None:
    """An agreement is checked once; who finds it wanting can have a better one recorded."""
    if agreement.valid is not None:
        raise Refused("arbitration_checked_already")


def check_referral(agreement: Checked | None) -> None:
    """Nobody is sent to arbitration without an agreement that a person looked at."""
    if agreement is None:
        raise Refused("no_arbitration_agreement")
    if not agreement.valid:
        raise Refused(
            "arbitration_unchecked" if agreement.valid is None else "arbitration_not_valid"
        )


def goes_along(item: Handed) -> bool:
    """Whether a file goes to those who decide: shown to both, and not said in mediation."""
    return item.space is Space.JOINT and not item.without_prejudice and item.withdrawn_at is None


def check_own_body(body_id: int, organisation_id: int | None) -> None:
    """Only the body to which a case was referred acts on it."""
    if body_id != organisation_id:
        raise NotPermitted("not_your_referral")


def check_unregistered(registration: str | None) -> None:
    """A case is registered once."""
    if registration:
        raise Refused("registered_already", number=registration)


def check_registered(registration: str | None) -> None:
    """Nothing is decided that was never registered."""
    if not registration:
        raise Refused("not_registered")
