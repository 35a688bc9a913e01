"""The lives that a case can have had: paths of events, all of which the stage table allows."""

from typing import NamedTuple

from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage, Turn, stage_after, turn_after
from mediation.domain.outcomes import NoSettlement, Outcome
from mediation.domain.roles import Role
from mediation.domain.spaces import SIDE_OF, Side, Space

BORROWER, LENDER, OFFICER, MEDIATOR, CLERK = (
    Role.COMPLAINANT,
    Role.LENDER_STAFF,
    Role.OFFICER,
    Role.MEDIATOR,
    Role.CLERK,
)


class Step(NamedTuple):
    """One event of a life: who did it, in which space, and how the case stood after it."""

    event: Event
    role: Role
    space: Space
    stage: Stage
    turn: Turn


class Life(NamedTuple):
    """A whole path, how many cases of a hundred have it, and how it ended."""

    weight: int
    steps: tuple[Step, ...]
    outcome: Outcome | None
    reason: NoSettlement | None
    events: frozenset[Event]


Beat = tuple[Event, Role] | tuple[Event, Role, Space]

FILED: tuple[Beat, ...] = (
    (Event.COMPLAINT_FILED, BORROWER),
    (Event.CONSENT_GIVEN, BORROWER, Space.COMPLAINANT),
    (Event.EVIDENCE_SUBMITTED, BORROWER, Space.COMPLAINANT),
)
ADMITTED: tuple[Beat, ...] = (
    *FILED,
    (Event.CASE_ADMITTED, OFFICER),
    (Event.STANDSTILL_REQUESTED, OFFICER),
    (Event.FIRST_READ, LENDER),
)
ANSWERED: tuple[Beat, ...] = (
    *ADMITTED,
    (Event.MESSAGE_SENT, BORROWER),
    (Event.LENDER_ANSWERED, LENDER),
    (Event.EVIDENCE_SUBMITTED, LENDER),
)
OFFERED: tuple[Beat, ...] = (*ANSWERED, (Event.OFFER_MADE, LENDER), (Event.MESSAGE_SENT, LENDER))
ASKED: tuple[Beat, ...] = (
    *OFFERED,
    (Event.OFFER_REJECTED, BORROWER),
    (Event.MEDIATION_REQUESTED, BORROWER),
    (Event.WILLINGNESS_ASKED, OFFICER),
)
WILLING: tuple[Beat, ...] = (
    *ASKED,
    (Event.WILLINGNESS_GIVEN, BORROWER),
    (Event.WILLINGNESS_GIVEN, LENDER),
    (Event.MEDIATOR_OFFERED, OFFICER, Space.STAFF),
)
MEDIATED: tuple[Beat, ...] = (
    *WILLING,
    (Event.MEDIATOR_ACCEPTED, MEDIATOR),
    (Event.MESSAGE_SENT, MEDIATOR),
    (Event.MESSAGE_SENT, BORROWER, Space.COMPLAINANT),
    (Event.MESSAGE_SENT, LENDER, Space.LENDER),
    (Event.HEARING_SCHEDULED, MEDIATOR),
)
HEARD: tuple[Beat, ...] = (
    *MEDIATED,
    (Event.HEARING_HELD, MEDIATOR),
    (Event.MINUTES_RECORDED, MEDIATOR),
    (Event.OFFER_MADE, BORROWER),
)
AGREED: tuple[Beat, ...] = (
    *HEARD,
    (Event.OFFER_ACCEPTED, LENDER),
    (Event.AGREEMENT_DRAFTED, MEDIATOR),
)
BOUND: tuple[Beat, ...] = (
    *AGREED,
    (Event.AGREEMENT_SIGNED, BORROWER),
    (Event.AGREEMENT_SIGNED, LENDER),
    (Event.AGREEMENT_BOUND, MEDIATOR),
)


def _live(
    weight: int,
    *beats: Beat,
    outcome: Outcome | None = None,
    reason: NoSettlement | None = None,
) -> Life:
    stage, turn, steps = Stage.DRAFT, Turn.COMPLAINANT, []
    for event, role, *space in beats:
        after = stage_after(stage, event)
        side = {Side.COMPLAINANT: Turn.COMPLAINANT, Side.LENDER: Turn.LENDER}.get(SIDE_OF[role])
        turn = turn_after(turn, stage, after, event, side)
        stage = after
        steps.append(Step(event, role, space[0] if space else Space.JOINT, stage, turn))
    events = frozenset(step.event for step in steps)
    return Life(weight, tuple(steps), outcome, reason, events)


LIVES: tuple[Life, ...] = (
    _live(11, *FILED),
    _live(5, *FILED, (Event.CASE_RETURNED, OFFICER, Space.COMPLAINANT)),
    _live(3, *FILED, (Event.TRACING_STARTED, OFFICER, Space.COMPLAINANT)),
    _live(13, *ADMITTED),
    _live(8, *OFFERED),
    _live(2, *ASKED),
    _live(2, *WILLING),
    _live(7, *MEDIATED),
    _live(3, *HEARD),
    _live(2, *AGREED),
    _live(5, *BOUND, (Event.PAYMENT_REPORTED, BORROWER), (Event.PAYMENT_CONFIRMED, LENDER)),
    _live(1, *BOUND, (Event.SETTLEMENT_BREACHED, LENDER)),
    _live(
        1, *HEARD, (Event.REFERRED_TO_ARBITRATION, MEDIATOR), (Event.ARBITRATION_REGISTERED, CLERK)
    ),
    _live(1, *HEARD, (Event.REFERRED_TO_COURT, MEDIATOR)),
    _live(
        7,
        *BOUND,
        (Event.PAYMENT_REPORTED, BORROWER),
        (Event.PAYMENT_CONFIRMED, LENDER),
        (Event.SETTLEMENT_PERFORMED, LENDER),
        outcome=Outcome.SETTLED_PERFORMED,
    ),
    _live(
        13,
        *ADMITTED,
        (Event.RELIEF_GIVEN, LENDER),
        (Event.RELIEF_ACCEPTED, BORROWER),
        outcome=Outcome.RESOLVED_MONEY,
    ),
    _live(
        4,
        *HEARD,
        (Event.MEDIATION_ENDED, MEDIATOR),
        outcome=Outcome.NO_SETTLEMENT,
        reason=NoSettlement.GAP_TOO_WIDE,
    ),
    _live(8, *FILED, (Event.CASE_DECLINED, OFFICER), outcome=Outcome.NOT_ADMISSIBLE),
    _live(2, *OFFERED, (Event.COMPLAINT_WITHDRAWN, BORROWER), outcome=Outcome.SETTLED_THEMSELVES),
    _live(
        1,
        *HEARD,
        (Event.REFERRED_TO_ARBITRATION, MEDIATOR),
        (Event.ARBITRATION_REGISTERED, CLERK),
        (Event.AWARD_CLOSED, CLERK),
        outcome=Outcome.AWARDED,
    ),
    _live(
        1,
        *FILED,
        (Event.TRACING_STARTED, OFFICER, Space.COMPLAINANT),
        (Event.HANDED_TO_AUTHORITY, OFFICER),
        outcome=Outcome.HANDED_TO_AUTHORITY,
    ),
)

# A bystander's case never reaches terms: it learns of no debt.
BYSTANDER_LIVES = tuple(
    life for life in LIVES if all(step.event is not Event.OFFER_MADE for step in life.steps)
)
