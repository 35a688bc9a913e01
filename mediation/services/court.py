"""Court: the certificate of no settlement, papers handed in, the result, the end."""

from datetime import date, datetime

from mediation.db import db
from mediation.domain.arbitration import ReferralReason, check_onward
from mediation.domain.court import CourtStep, check_certificate, check_court_outcome
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import stage_after
from mediation.domain.negotiation import Terms, check_terms
from mediation.domain.outcomes import Outcome
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.repayment import plan_of
from mediation.models.arbitration import CourtRecord
from mediation.models.cases import Case
from mediation.queries import court
from mediation.services.days import day_of
from mediation.services.lifecycle import move
from mediation.services.mediation import leave_talks
from mediation.services.notices import announce
from mediation.services.repayment import plan_repayment


def refer_to_court(case: Case, *, reason: ReferralReason, actor: Actor, now: datetime) -> None:
    """Talks are over and the sides may sue: the certificate is issued at once."""
    permit(actor, Action.REFER_ONWARD, case)
    stage_after(case.stage, Event.REFERRED_TO_COURT, paused=case.paused_since_at is not None)
    check_onward(case.stage, case.outcome, reason)

    leave_talks(case, now=now)
    move(case, Event.REFERRED_TO_COURT, actor=actor, now=now, because=reason)
    announce(case, "referred_to_court", actor=actor, key=f"court/{case.id}/{now}", now=now)
    if not court.is_certified(case):
        issue_certificate(case, actor=actor, now=now)


def issue_certificate(case: Case, *, actor: Actor, now: datetime) -> CourtRecord:
    """Certify that the mediation ended without a settlement, or with one that was broken."""
    permit(actor, Action.RECORD_COURT, case)
    check_certificate(case.stage, case.outcome, issued=court.is_certified(case))

    move(case, Event.CERTIFICATE_ISSUED, actor=actor, now=now)
    return _record(case, CourtStep.CERTIFICATE, on=day_of(now), actor=actor, now=now)


def record_papers(
    case: Case, *, on: date, number: str = "", words: str, actor: Actor, now: datetime
) -> CourtRecord:
    """Write down what was handed to a court, and its number there."""
    permit(actor, Action.RECORD_COURT, case)
    _check_told(on, words, now=now)
    told = {(row.kind, row.on, row.number, row.words) for row in court.records(case)}
    if (CourtStep.PAPERS, on, number.strip(), words.strip()) in told:
        raise Refused("recorded_already")

    move(case, Event.COURT_PAPERS_RECORDED, actor=actor, now=now, on=on.isoformat())
    return _record(case, CourtStep.PAPERS, on=on, number=number, words=words, actor=actor, now=now)


def record_result(
    case: Case,
    *,
    on: date,
    number: str,
    words: str,
    pays: Terms,
    actor: Actor,
    now: datetime,
) -> CourtRecord:
    """Write down what a court decided is to be paid; it is then performed like an agreement."""
    permit(actor, Action.RECORD_COURT, case)
    _check_told(on, words, now=now)
    check_terms(pays, words, today=min(day_of(now), on))
    plan = plan_of(pays)
    if not plan:
        raise Refused("nothing_to_pay")

    move(case, Event.COURT_RESULT_RECORDED, actor=actor, now=now, on=on.isoformat())
    record = _record(
        case, CourtStep.RESULT, on=on, number=number, words=words, actor=actor, now=now
    )
    plan_repayment(case, plan, schedule_id=record.id, payer=pays.payer, now=now)
    announce(case, "court_result_recorded", actor=actor, key=f"court/{record.id}", now=now)
    return record


def end_court(case: Case, *, outcome: Outcome, words: str, actor: Actor, now: datetime) -> None:
    """Close a case that went to court."""
    permit(actor, Action.RECORD_COURT, case)
    check_court_outcome(outcome)
    if not words.strip():
        raise Refused("reason_missing")

    move(case, Event.COURT_ENDED, actor=actor, now=now, outcome=outcome, words=words.strip())
    announce(case, "court_ended", actor=actor, key=f"court/{case.id}/ended/{now}", now=now)


def _check_told(on: date, words: str, *, now: datetime) -> None:
    if on > day_of(now):
        raise Refused("day_in_future")
    if not words.strip():
        raise Refused("reason_missing")


def _record(
    case: Case,
    kind: CourtStep,
    *,
    on: date,
    number: str = "",
    words: str = "",
    actor: Actor,
    now: datetime,
) -> CourtRecord:
    record = CourtRecord(
        case_id=case.id,
        kind=kind,
        number=number.strip(),
        on=on,
        words=words.strip() or None,
        recorded_by_id=actor.account_id,
        recorded_at=now,
    )
    db.session.add(record)
    return record
