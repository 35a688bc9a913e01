"""Arbitration: record and check the agreement to it, refer, register, refuse, withdraw."""

from datetime import date, datetime

from mediation.db import db
from mediation.domain.arbitration import (
    ReferralEnd,
    ReferralReason,
    check_may_check,
    check_onward,
    check_own_body,
    check_referral,
    check_registered,
    check_unregistered,
    outcome_without,
)
from mediation.domain.errors import NotFound, Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import stage_after
from mediation.domain.outcomes import NoSettlement, Outcome
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.roles import Desk, OrganisationKind
from mediation.models.arbitration import ArbitrationAgreement, Referral
from mediation.models.cases import Case
from mediation.models.organisations import Organisation
from mediation.queries import arbitration, evidence, settlement
from mediation.services.days import day_of
from mediation.services.lifecycle import move, seat_case
from mediation.services.mediation import leave_talks
from mediation.services.notices import announce
from mediation.services.organisations import check_takes_cases


def record_arbitration_agreement(
    case: Case,
    *,
    body_id: int,
    agreed_on: date,
    clause: str,
    evidence_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> ArbitrationAgreement:
    """Write down that both agreed to arbitrate, before whom, and in which words."""
    permit(actor, Action.RECORD_ARBITRATION_AGREEMENT, case)
    body = db.session.get(Organisation, body_id)
    if body is None or body.kind is not OrganisationKind.ARBITRATION_BODY:
        raise Refused("not_an_arbitration_body")
    if evidence_id is not None and evidence.by_id(case, evidence_id, actor=actor) is None:
        raise NotFound()
    if not clause.strip():
        raise Refused("clause_missing")
    if agreed_on > day_of(now):
        raise Refused("agreed_in_future")

    agreement = ArbitrationAgreement(
        case_id=case.id,
        body_id=body_id,
        agreed_on=agreed_on,
        clause=clause.strip(),
        evidence_id=evidence_id,
        recorded_at=now,
    )
    _check_new(agreement, arbitration.newest_agreement(case))
    facts = {"body": body.name, "agreed_on": agreed_on.isoformat()}
    move(case, Event.ARBITRATION_AGREED, actor=actor, now=now, agreement=agreement.id, **facts)
    db.session.add(agreement)
    announce(case, "arbitration_agreed", actor=actor, key=f"clause/{agreement.id}", now=now)
    return agreement


def _check_new(agreement: ArbitrationAgreement, newest: ArbitrationAgreement | None) -> None:
    """The same once more, while nobody has read the first, is no second agreement."""
    if newest is None or newest.checked_at is not None:
        return
    told = ("body_id", "agreed_on", "clause", "evidence_id")
    if all(getattr(newest, name) == getattr(agreement, name) for name in told):
        raise Refused("recorded_already")


def check_arbitration_agreement(
    case: Case, agreement: ArbitrationAgreement, *, valid: bool, actor: Actor, now: datetime
) -> None:
    """An officer has read it, and says whether it sends this dispute to that body."""
    permit(actor, Action.CHECK_ARBITRATION_AGREEMENT, case)
    check_may_check(agreement)

    move(
        case,
        Event.ARBITRATION_AGREEMENT_CHECKED,
        actor=actor,
        now=now,
        agreement=agreement.id,
        valid=valid,
    )
    agreement.valid, agreement.checked_at, agreement.checked_by_id = valid, now, actor.account_id


def refer_to_arbitration(
    case: Case, *, reason: ReferralReason, actor: Actor, now: datetime
) -> Referral:
    """Hand the case to the body that both agreed on: joint files and agreed facts go along.

    What was said or offered in mediation does not.
    """
    permit(actor, Action.REFER_ONWARD, case)
    paused = case.paused_since_at is not None
    stage_after(case.stage, Event.REFERRED_TO_ARBITRATION, paused=paused)
    agreement = arbitration.newest_agreement(case)
    check_referral(agreement)
    check_takes_cases(db.session.get_one(Organisation, agreement.body_id))
    if not arbitration.consented(case):
        raise Refused("arbitration_consent_missing")
    check_onward(case.stage, case.outcome, reason)

    leave_talks(case, now=now)
    body_id = agreement.body_id
    move(
        case,
        Event.REFERRED_TO_ARBITRATION,
        actor=actor,
        now=now,
        because=reason,
        files=[item.sha256.hex() for item in arbitration.bundle(case)],
        agreed_facts=len(settlement.agreed_facts(case)),
    )
    referral = Referral(case_id=case.id, body_id=body_id, reason=reason, referred_at=now)
    db.session.add(referral)
    case.arbitration_body_id = body_id
    seat_case(case, Desk.ARBITRATION, body_id, now=now)
    key = f"referral/{referral.id}"
    announce(case, "referred_to_arbitration", actor=actor, key=key, now=now)
    return referral


def register_arbitration(case: Case, *, number: str, actor: Actor, now: datetime) -> None:
    """The arbitration body takes the case under a number of its own."""
    permit(actor, Action.REGISTER_ARBITRATION, case)
    referral = running_referral(case, actor)
    check_unregistered(referral.registration)
    if not number.strip():
        raise Refused("registration_missing")

    move(case, Event.ARBITRATION_REGISTERED, actor=actor, now=now, number=number.strip())
    referral.registration, referral.registered_at = number.strip(), now
    key = f"referral/{referral.id}/registered"
    announce(case, "arbitration_registered", actor=actor, key=key, now=now)


def refuse_arbitration(case: Case, *, words: str, actor: Actor, now: datetime) -> None:
    """The arbitration body does not take the case: it ends as it would have without."""
    permit(actor, Action.REGISTER_ARBITRATION, case)
    referral = running_referral(case, actor)
    check_unregistered(referral.registration)
    if not words.strip():
        raise Refused("reason_missing")

    outcome, reason = outcome_without(ReferralReason(referral.reason))
    _end(case, referral, Event.ARBITRATION_NOT_TAKEN, outcome, reason, actor=actor, now=now)
    referral.end, referral.words = ReferralEnd.NOT_TAKEN, words.strip()


def withdraw_arbitration(
    case: Case, *, settled: bool, words: str = "", actor: Actor, now: datetime
) -> None:
    """The application was taken back: because the sides settled by themselves, or without."""
    permit(actor, Action.REGISTER_ARBITRATION, case)
    referral = running_referral(case, actor)
    check_registered(referral.registration)

    outcome = Outcome.SETTLED_THEMSELVES if settled else Outcome.WITHDRAWN
    _end(case, referral, Event.ARBITRATION_WITHDRAWN, outcome, None, actor=actor, now=now)
    referral.end, referral.words = ReferralEnd.WITHDRAWN, words.strip() or None


def drop_referral(case: Case, *, now: datetime) -> Referral | None:
    """The complaint was withdrawn: the arbitration body that had it has nothing left to decide."""
    referral = arbitration.running(case)
    if referral is not None:
        referral.end, referral.ended_at = ReferralEnd.WITHDRAWN, now
    return referral


def running_referral(case: Case, actor: Actor) -> Referral:
    """The referral that this actor's arbitration body has before it; refused to any other."""
    referral = arbitration.running(case)
    if referral is None:
        raise Refused("no_referral")
    check_own_body(referral.body_id, actor.organisation_id)
    return referral


def _end(
    case: Case,
    referral: Referral,
    event: Event,
    outcome: Outcome,
    reason: NoSettlement | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    move(case, event, actor=actor, now=now, outcome=outcome, reason=reason)
    referral.ended_at = now
    key = f"referral/{referral.id}/ended"
    announce(case, "arbitration_ended", actor=actor, key=key, now=now)
