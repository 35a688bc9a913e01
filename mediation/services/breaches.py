"""What happens when a settlement is not kept: declared, cured, talked over again."""

from datetime import datetime

from mediation.db import db
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import Turn
from mediation.domain.negotiation import OTHER
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.repayment import check_accuses
from mediation.domain.spaces import SIDE_OF, Side
from mediation.models.cases import Case
from mediation.models.repayment import Breach
from mediation.queries import repayment
from mediation.services.lifecycle import TURN_OF_SIDE, hand_turn, move
from mediation.services.notices import announce


def declare_breach(case: Case, *, side: Side, words: str, actor: Actor, now: datetime) -> Breach:
    """Say that a side did not keep the agreement, and how."""
    permit(actor, Action.DECLARE_BREACH, case)
    declarer = SIDE_OF[actor.role]
    check_accuses(declarer, side)
    if not words.strip():
        raise Refused("reason_missing")

    move(case, Event.SETTLEMENT_BREACHED, actor=actor, now=now, side=side)
    hand_turn(case, TURN_OF_SIDE[side])
    breach = Breach(
        case_id=case.id,
        side=side,
        declared_by=declarer,
        declared_at=now,
        words=words.strip(),
    )
    db.session.add(breach)
    announce(case, "settlement_breached", actor=actor, key=f"breach/{breach.id}", now=now)
    return breach


def cure_breach(case: Case, *, actor: Actor, now: datetime) -> None:
    """Say that it was put right; the side in breach cannot say so of itself."""
    permit(actor, Action.DECLARE_BREACH, case)
    breach = _open(case)
    if SIDE_OF[actor.role] is breach.side:
        raise NotPermitted("own_breach")

    move(case, Event.BREACH_CURED, actor=actor, now=now, side=breach.side)
    left = repayment.unsettled(case)
    hand_turn(case, TURN_OF_SIDE[left[0].payer] if left else Turn.BOTH)
    end_breach(case, cured=True, now=now)
    key = f"breach/{breach.id}/cured"
    announce(case, "breach_cured", actor=actor, acted=OTHER[breach.side], key=key, now=now)


def resume_mediation(case: Case, *, actor: Actor, now: datetime) -> None:
    """Talk again about what could not be kept; without a mediator both are asked first."""
    permit(actor, Action.REFER_ONWARD, case)
    breach = _open(case)

    event = Event.MEDIATION_RESUMED if case.mediator_id else Event.MEDIATION_REQUESTED
    move(case, event, actor=actor, now=now)
    end_breach(case, cured=False, now=now)
    key = f"breach/{breach.id}/resumed"
    announce(case, "mediation_resumed", actor=actor, key=key, now=now)


def end_breach(case: Case, *, cured: bool, now: datetime) -> None:
    """The breach is over, one way or the other; where there is none, nothing changes."""
    breach = repayment.open_breach(case)
    if breach is not None:
        breach.ended_at, breach.cured = now, cured


def _open(case: Case) -> Breach:
    breach = repayment.open_breach(case)
    if breach is None:
        raise Refused("no_breach")
    return breach
