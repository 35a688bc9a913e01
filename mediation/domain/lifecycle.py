"""Stages, whose turn each is, and which event leads where."""

from collections.abc import Set
from enum import StrEnum
from typing import NamedTuple

from mediation.domain.errors import Refused
from mediation.domain.events import Event


class Stage(StrEnum):
    DRAFT = "draft"
    RECEIVED = "received"
    RETURNED = "returned"
    TRACING = "tracing"
    WITH_LENDER = "with_lender"
    NEGOTIATION = "negotiation"
    AWAITING_MEDIATOR = "awaiting_mediator"
    MEDIATION = "mediation"
    AGREEMENT = "agreement"
    PERFORMING = "performing"
    BREACHED = "breached"
    ARBITRATION = "arbitration"
    COURT = "court"
    CLOSED = "closed"


class Turn(StrEnum):
    """Who must act next."""

    COMPLAINANT = "complainant"
    LENDER = "lender"
    BOTH = "both"
    OFFICER = "officer"
    MEDIATOR = "mediator"
    SIGNERS = "signers"
    ARBITRATION = "arbitration"
    NOBODY = "nobody"


OWNER: dict[Stage, Turn] = {
    Stage.DRAFT: Turn.COMPLAINANT,
    Stage.RECEIVED: Turn.OFFICER,
    Stage.RETURNED: Turn.COMPLAINANT,
    Stage.TRACING: Turn.OFFICER,
    Stage.WITH_LENDER: Turn.LENDER,
    Stage.NEGOTIATION: Turn.BOTH,
    Stage.AWAITING_MEDIATOR: Turn.OFFICER,
    Stage.MEDIATION: Turn.MEDIATOR,
    Stage.AGREEMENT: Turn.SIGNERS,
    Stage.PERFORMING: Turn.BOTH,
    Stage.BREACHED: Turn.OFFICER,
    Stage.ARBITRATION: Turn.ARBITRATION,
    Stage.COURT: Turn.BOTH,
    Stage.CLOSED: Turn.NOBODY,
}


class Move(NamedTuple):
    """Where an event may happen, and where it leads (None: the case stays)."""

    sources: Set[Stage]
    target: Stage | None = None


EVERY = frozenset(Stage) - {Stage.DRAFT}
OPEN = EVERY - {Stage.CLOSED}
BEFORE_LENDER = frozenset({Stage.RECEIVED, Stage.RETURNED, Stage.TRACING})
WITH_LENDER_ON = OPEN - BEFORE_LENDER
# Here a complainant who withholds their name can be waited for, until they have looked.
LOOKS_FIRST = frozenset({Stage.RECEIVED, Stage.TRACING})
IN_TALKS = frozenset({Stage.NEGOTIATION, Stage.MEDIATION})
# Whence a case goes onward; from a closed one only where nothing was settled or kept.
GOES_ONWARD = frozenset({Stage.MEDIATION, Stage.AGREEMENT, Stage.BREACHED, Stage.CLOSED})
IN_MEDIATION = frozenset({Stage.MEDIATION, Stage.AGREEMENT})
# A hearing ends the talks as often as not: it is written down wherever they have led.
HEARD = frozenset(
    {
        *IN_MEDIATION,
        Stage.PERFORMING,
        Stage.BREACHED,
        Stage.ARBITRATION,
        Stage.COURT,
        Stage.CLOSED,
    }
)
CLOSED = frozenset({Stage.CLOSED})


def _at(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


MOVES: dict[Event, Move] = {
    Event.COMPLAINT_FILED: Move(_at(Stage.DRAFT), Stage.RECEIVED),
    Event.COMPLAINT_COMPLETED: Move(_at(Stage.RETURNED), Stage.RECEIVED),
    Event.COMPLAINT_WITHDRAWN: Move(OPEN, Stage.CLOSED),
    Event.PARTY_ADDED: Move(EVERY),
    Event.AUTHORITY_CHECKED: Move(OPEN),
    Event.COMPANY_ADDED: Move(OPEN),
    Event.CONSENT_GIVEN: Move(EVERY),
    Event.CONSENT_WITHDRAWN: Move(EVERY),
    Event.LENDER_VIEW_SEEN: Move(EVERY),
    Event.LENDER_VIEW_REQUESTED: Move(_at(Stage.RECEIVED, Stage.TRACING, Stage.WITH_LENDER)),
    Event.IDENTITY_REVEALED: Move(OPEN),
    Event.FOLLOW_UP_CODE_SHOWN: Move(EVERY),
    Event.DANGER_REPORTED: Move(EVERY),
    Event.CASE_ADMITTED: Move(_at(Stage.RECEIVED), Stage.WITH_LENDER),
    Event.CASE_RETURNED: Move(_at(Stage.RECEIVED), Stage.RETURNED),
    Event.COMPLAINT_NOT_COMPLETED: Move(_at(Stage.RETURNED), Stage.CLOSED),
    Event.CASE_DECLINED: Move(_at(Stage.RECEIVED), Stage.CLOSED),
    Event.DECLINE_REVIEW_REQUESTED: Move(CLOSED),
    Event.DECLINE_UPHELD: Move(CLOSED),
    Event.DECLINE_OVERTURNED: Move(CLOSED, Stage.RECEIVED),
    Event.TRACING_STARTED: Move(_at(Stage.RECEIVED), Stage.TRACING),
    Event.COMPANY_FOUND: Move(_at(Stage.TRACING), Stage.WITH_LENDER),
    Event.HANDED_TO_AUTHORITY: Move(_at(Stage.TRACING), Stage.CLOSED),
    Event.STANDSTILL_REQUESTED: Move(WITH_LENDER_ON),
    Event.STANDSTILL_ANSWERED: Move(WITH_LENDER_ON),
    Event.CASE_PAUSED: Move(OPEN),
    Event.CASE_RESUMED: Move(OPEN),
    Event.FIRST_READ: Move(WITH_LENDER_ON | CLOSED),
    Event.COMPLAINANT_NOT_IDENTIFIED: Move(_at(Stage.WITH_LENDER)),
    Event.RECEIPT_RECORDED: Move(WITH_LENDER_ON),
    Event.LENDER_ANSWERED: Move(_at(Stage.WITH_LENDER), Stage.NEGOTIATION),
    Event.RELIEF_GIVEN: Move(_at(Stage.WITH_LENDER)),
    Event.RELIEF_ACCEPTED: Move(_at(Stage.WITH_LENDER), Stage.CLOSED),
    Event.RELIEF_DECLINED: Move(_at(Stage.WITH_LENDER), Stage.NEGOTIATION),
    Event.RELIEF_UNANSWERED: Move(_at(Stage.WITH_LENDER), Stage.CLOSED),
    Event.RESPONDENT_DENIED: Move(_at(Stage.WITH_LENDER), Stage.TRACING),
    Event.RESPONDENT_REPOINTED: Move(_at(Stage.WITH_LENDER)),
    Event.LENDER_SILENT: Move(_at(Stage.WITH_LENDER), Stage.AWAITING_MEDIATOR),
    Event.MESSAGE_SENT: Move(EVERY),
    Event.NOTE_WRITTEN: Move(EVERY),
    Event.EVIDENCE_SUBMITTED: Move(EVERY),
    Event.EVIDENCE_DISCLOSED: Move(EVERY),
    Event.EVIDENCE_WITHDRAWN: Move(OPEN),
    Event.MEDIATION_REQUESTED: Move(
        _at(Stage.NEGOTIATION, Stage.BREACHED), Stage.AWAITING_MEDIATOR
    ),
    Event.NEGOTIATION_TIMED_OUT: Move(_at(Stage.NEGOTIATION), Stage.AWAITING_MEDIATOR),
    Event.OFFER_MADE: Move(IN_TALKS),
    Event.OFFER_COUNTERED: Move(IN_TALKS),
    Event.OFFER_REJECTED: Move(IN_TALKS),
    Event.OFFER_WITHDRAWN: Move(IN_TALKS),
    Event.OFFER_LAPSED: Move(OPEN),
    Event.OFFER_ACCEPTED: Move(IN_TALKS, Stage.AGREEMENT),
    Event.WILLINGNESS_ASKED: Move(_at(Stage.AWAITING_MEDIATOR)),
    Event.WILLINGNESS_GIVEN: Move(_at(Stage.AWAITING_MEDIATOR)),
    Event.WILLINGNESS_REFUSED: Move(_at(Stage.AWAITING_MEDIATOR), Stage.CLOSED),
    Event.PARTY_UNREACHABLE: Move(_at(Stage.AWAITING_MEDIATOR), Stage.CLOSED),
    Event.MEDIATOR_OFFERED: Move(_at(Stage.AWAITING_MEDIATOR)),
    Event.MEDIATOR_DECLINED: Move(_at(Stage.AWAITING_MEDIATOR)),
    Event.MEDIATOR_ACCEPTED: Move(_at(Stage.AWAITING_MEDIATOR), Stage.MEDIATION),
    Event.MEDIATOR_REPLACED: Move(IN_MEDIATION, Stage.AWAITING_MEDIATOR),
    # While a settlement is kept, or not, nobody mediates: the next one is found when talks begin.
    Event.MEDIATOR_RELIEVED: Move(_at(Stage.PERFORMING, Stage.BREACHED)),
    Event.CONFLICT_DISCLOSED: Move(OPEN),
    Event.CONFLICT_ANSWERED: Move(OPEN),
    Event.MEDIATOR_COMPLAINED_OF: Move(EVERY),
    Event.HEARING_SCHEDULED: Move(_at(Stage.MEDIATION)),
    Event.HEARING_RESCHEDULED: Move(_at(Stage.MEDIATION)),
    Event.HEARING_CANCELLED: Move(EVERY),
    Event.HEARING_HELD: Move(HEARD),
    Event.MINUTES_RECORDED: Move(HEARD),
    Event.MINUTES_CONFIRMED: Move(EVERY),
    Event.FACT_PROPOSED: Move(_at(Stage.MEDIATION, Stage.AGREEMENT)),
    Event.FACT_AGREED: Move(_at(Stage.MEDIATION, Stage.AGREEMENT)),
    Event.MEDIATION_ENDED: Move(_at(Stage.MEDIATION, Stage.AGREEMENT), Stage.CLOSED),
    Event.CERTIFICATE_ISSUED: Move(_at(Stage.COURT, Stage.CLOSED)),
    Event.AGREEMENT_DRAFTED: Move(_at(Stage.AGREEMENT)),
    Event.AGREEMENT_SIGNED: Move(_at(Stage.AGREEMENT)),
    Event.SIGNING_REFUSED: Move(_at(Stage.AGREEMENT), Stage.MEDIATION),
    # Settled without a mediator, and not signed: nobody has said yes to mediation yet.
    Event.NEGOTIATION_RESUMED: Move(_at(Stage.AGREEMENT), Stage.NEGOTIATION),
    Event.AGREEMENT_LAPSED: Move(_at(Stage.AGREEMENT), Stage.MEDIATION),
    Event.AGREEMENT_BOUND: Move(_at(Stage.AGREEMENT), Stage.PERFORMING),
    Event.PAYMENT_REPORTED: Move(_at(Stage.PERFORMING, Stage.BREACHED)),
    Event.PAYMENT_CONFIRMED: Move(_at(Stage.PERFORMING, Stage.BREACHED)),
    Event.PAYMENT_DISPUTED: Move(_at(Stage.PERFORMING, Stage.BREACHED)),
    Event.PERFORMANCE_CONFIRMED: Move(_at(Stage.PERFORMING)),
    Event.SETTLEMENT_PERFORMED: Move(_at(Stage.PERFORMING), Stage.CLOSED),
    Event.SETTLEMENT_BREACHED: Move(_at(Stage.PERFORMING), Stage.BREACHED),
    Event.BREACH_CURED: Move(_at(Stage.BREACHED), Stage.PERFORMING),
    Event.MEDIATION_RESUMED: Move(_at(Stage.BREACHED), Stage.MEDIATION),
    Event.ARBITRATION_AGREED: Move(OPEN | CLOSED),
    Event.ARBITRATION_AGREEMENT_CHECKED: Move(OPEN | CLOSED),
    Event.REFERRED_TO_ARBITRATION: Move(GOES_ONWARD, Stage.ARBITRATION),
    Event.ARBITRATION_REGISTERED: Move(_at(Stage.ARBITRATION)),
    Event.ARBITRATION_NOT_TAKEN: Move(_at(Stage.ARBITRATION), Stage.CLOSED),
    Event.ARBITRATION_WITHDRAWN: Move(_at(Stage.ARBITRATION), Stage.CLOSED),
    Event.SETTLEMENT_AWARD_RECORDED: Move(_at(Stage.ARBITRATION), Stage.PERFORMING),
    Event.AWARD_RECORDED: Move(_at(Stage.ARBITRATION), Stage.PERFORMING),
    Event.AWARD_CLOSED: Move(_at(Stage.ARBITRATION), Stage.CLOSED),
    Event.REFERRED_TO_COURT: Move(GOES_ONWARD, Stage.COURT),
    Event.COURT_PAPERS_RECORDED: Move(_at(Stage.COURT)),
    Event.COURT_RESULT_RECORDED: Move(_at(Stage.COURT), Stage.PERFORMING),
    Event.COURT_ENDED: Move(_at(Stage.COURT), Stage.CLOSED),
    # An agreement is confirmed by a court while it is kept, or not, and after the case is closed.
    **dict.fromkeys(
        (Event.CONFIRMATION_REQUESTED, Event.CONFIRMATION_TAKEN, Event.CONFIRMATION_DECIDED),
        Move(_at(Stage.PERFORMING, Stage.BREACHED, Stage.CLOSED)),
    ),
    Event.CREDIT_DISPUTE_RAISED: Move(WITH_LENDER_ON | CLOSED),
    Event.CREDIT_DISPUTE_ANSWERED: Move(WITH_LENDER_ON | CLOSED),
    Event.DEADLINE_EXTENDED: Move(OPEN),
    Event.EXTENSION_PROPOSED: Move(_at(Stage.MEDIATION)),
    Event.EXTENSION_ANSWERED: Move(_at(Stage.MEDIATION)),
    Event.DEADLINE_MISSED: Move(EVERY),
    Event.CASE_CLOSED: Move(_at(Stage.BREACHED, Stage.NEGOTIATION), Stage.CLOSED),
    Event.CASE_REOPENED: Move(CLOSED, Stage.RECEIVED),
    Event.DEADLINE_RECOUNTED: Move(EVERY),
    Event.OPENED_TO_SUPERVISOR: Move(EVERY),
    Event.CLOSED_TO_SUPERVISOR: Move(EVERY),
}

# After these the turn is not simply the owner's of the stage.
TURN_AFTER: dict[Event, Turn] = {
    Event.RELIEF_GIVEN: Turn.COMPLAINANT,
    Event.COMPLAINANT_NOT_IDENTIFIED: Turn.COMPLAINANT,
    Event.IDENTITY_REVEALED: Turn.LENDER,
    Event.RESPONDENT_REPOINTED: Turn.LENDER,
    Event.WILLINGNESS_ASKED: Turn.BOTH,
    Event.MEDIATOR_OFFERED: Turn.MEDIATOR,
    Event.MEDIATOR_DECLINED: Turn.OFFICER,
    Event.DECLINE_REVIEW_REQUESTED: Turn.OFFICER,
    Event.DECLINE_UPHELD: Turn.NOBODY,
}

# What may still happen while a case stands still.
WHILE_PAUSED = frozenset(
    {
        Event.CASE_RESUMED,
        Event.MESSAGE_SENT,
        Event.NOTE_WRITTEN,
        Event.EVIDENCE_SUBMITTED,
        Event.EVIDENCE_DISCLOSED,
        Event.EVIDENCE_WITHDRAWN,
        Event.COMPLAINT_WITHDRAWN,
        Event.CONSENT_GIVEN,
        Event.CONSENT_WITHDRAWN,
        Event.LENDER_VIEW_SEEN,
        Event.PARTY_ADDED,
        Event.COMPANY_ADDED,
        Event.AUTHORITY_CHECKED,
        Event.DANGER_REPORTED,
        Event.FIRST_READ,
        Event.FOLLOW_UP_CODE_SHOWN,
        Event.HEARING_CANCELLED,
        Event.OFFER_WITHDRAWN,
        Event.OFFER_LAPSED,
        Event.PAYMENT_REPORTED,
        Event.PAYMENT_CONFIRMED,
        Event.PAYMENT_DISPUTED,
        Event.SETTLEMENT_PERFORMED,
        Event.CONFLICT_DISCLOSED,
        Event.CONFLICT_ANSWERED,
        Event.MEDIATOR_COMPLAINED_OF,
        Event.MEDIATOR_REPLACED,
        Event.OPENED_TO_SUPERVISOR,
        Event.CLOSED_TO_SUPERVISOR,
        Event.MEDIATOR_RELIEVED,
        # Rights granted by law run out whatever stands still here.
        Event.DEADLINE_MISSED,
        Event.DEADLINE_RECOUNTED,
    }
)


def stage_after(stage: Stage, event: Event, *, paused: bool = False) -> Stage:
    """The stage that `event` leads to from `stage`, or a refusal."""
    move = MOVES[event]
    if stage not in move.sources:
        raise Refused("wrong_stage", stage=stage, event=event)
    if paused and event not in WHILE_PAUSED:
        raise Refused("case_is_paused", stage=stage, event=event)
    return move.target or stage


def is_possible(stage: Stage, event: Event, *, paused: bool = False) -> bool:
    """Whether `event` may happen now."""
    return stage in MOVES[event].sources and not (paused and event not in WHILE_PAUSED)


def turn_after(turn: Turn, before: Stage, after: Stage, event: Event, side: Turn | None) -> Turn:
    """Whose turn it is once `event` has happened; `side` is the party that made it happen.

    An offer or counter-offer hands the turn to the other party; an answer hands it back to
    the owner of the stage.
    """
    if event in (Event.OFFER_MADE, Event.OFFER_COUNTERED):
        return {Turn.COMPLAINANT: Turn.LENDER, Turn.LENDER: Turn.COMPLAINANT}.get(
            side or Turn.BOTH, Turn.BOTH
        )
    if event in TURN_AFTER:
        return TURN_AFTER[event]
    answered = event in (Event.OFFER_REJECTED, Event.OFFER_WITHDRAWN, Event.OFFER_LAPSED)
    if before is not after or (answered and after in IN_TALKS):
        return OWNER[after]
    return turn
