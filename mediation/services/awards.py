"""Awards: what an arbitration body decided, its document, and what is to be paid."""

from datetime import date, datetime

from mediation.db import db
from mediation.domain.arbitration import OUTCOME_OF, AwardKind, ReferralEnd, check_registered
from mediation.domain.clocks import Timing
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.evidence import EvidenceKind
from mediation.domain.lifecycle import stage_after
from mediation.domain.negotiation import OTHER, Terms, check_terms
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.repayment import Due, plan_of
from mediation.domain.spaces import Space
from mediation.gateways.files import Stored
from mediation.models.arbitration import Award
from mediation.models.cases import Case
from mediation.models.evidence import Evidence
from mediation.services.arbitration import running_referral
from mediation.services.days import day_of
from mediation.services.evidence import submit_evidence
from mediation.services.lifecycle import move
from mediation.services.notices import announce
from mediation.services.repayment import plan_repayment

DECIDED = {AwardKind.SETTLEMENT_AWARD: Event.SETTLEMENT_AWARD_RECORDED}


def record_award(
    case: Case,
    *,
    kind: AwardKind,
    number: str,
    issued_on: date,
    terms: str,
    pays: Terms | None,
    stored: Stored,
    name: str,
    actor: Actor,
    now: datetime,
) -> Award:
    """Record what was decided, with its document; what is to be paid becomes a plan.

    Where nothing is to be paid the case ends here.
    """
    permit(actor, Action.RECORD_AWARD, case)
    referral = running_referral(case, actor)
    check_registered(referral.registration)
    plan = _check_award(case, kind, number, issued_on, terms, pays, now=now)

    document = _hand_in(case, stored, name, number, actor=actor, now=now)
    award = Award(
        case_id=case.id,
        referral_id=referral.id,
        kind=kind,
        number=number.strip(),
        issued_on=issued_on,
        evidence_id=document.id,
        terms=terms.strip(),
        recorded_by_id=actor.account_id,
        recorded_at=now,
    )
    _carry_out(case, award, kind, plan, pays, sha256=stored.sha256, actor=actor, now=now)
    db.session.add(award)
    referral.end, referral.ended_at = ReferralEnd.DECIDED, now
    announce(case, "award_recorded", actor=actor, key=f"award/{award.id}", now=now)
    return award


def _check_award(
    case: Case,
    kind: AwardKind,
    number: str,
    issued_on: date,
    terms: str,
    pays: Terms | None,
    *,
    now: datetime,
) -> list[Due]:
    stage_after(case.stage, Event.AWARD_RECORDED, paused=case.paused_since_at is not None)
    if not number.strip() or not terms.strip():
        raise Refused("award_incomplete")
    if issued_on > day_of(now):
        raise Refused("issued_in_future")
    if pays is None or not pays.instalments:
        return []
    if kind is AwardKind.DISMISSED:
        raise Refused("dismissed_pays_nothing")
    # An award may well name a day that is over by the time it is recorded.
    check_terms(pays, terms, today=min(day_of(now), issued_on))
    return plan_of(pays)


def _hand_in(
    case: Case, stored: Stored, name: str, number: str, *, actor: Actor, now: datetime
) -> Evidence:
    return submit_evidence(
        case,
        stored=stored,
        name=name,
        kind=EvidenceKind.AWARD,
        space=Space.JOINT,
        description=number.strip(),
        actor=actor,
        now=now,
    )


def _carry_out(
    case: Case,
    award: Award,
    kind: AwardKind,
    plan: list[Due],
    pays: Terms | None,
    *,
    sha256: bytes,
    actor: Actor,
    now: datetime,
) -> None:
    facts = {"kind": kind, "number": award.number, "sha256": sha256.hex()}
    # Its receipt is not known; the day of the award is never later, so nobody is late by us.
    timing = Timing(about=tuple(OTHER), since=award.issued_on)
    if plan and pays is not None:
        event = DECIDED.get(kind, Event.AWARD_RECORDED)
        move(case, event, actor=actor, now=now, timing=timing, **facts)
        plan_repayment(case, plan, schedule_id=award.id, payer=pays.payer, now=now)
    else:
        end = OUTCOME_OF[kind]
        move(case, Event.AWARD_CLOSED, actor=actor, now=now, timing=timing, outcome=end, **facts)
