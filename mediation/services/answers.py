"""What a lender does with a complaint: reads it, answers it, answers the standstill; the reply."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from mediation.db import db
from mediation.domain.admission import StandstillAnswer, check_standstill
from mediation.domain.answers import (
    EVENT_OF,
    OUTCOME_OF,
    Contest,
    LenderAnswerKind,
    ReliefKind,
    check_not_waiting,
    check_reasons,
    check_relief,
    check_unknown,
)
from mediation.domain.clocks import AT_ONCE, NOBODYS_CLOCK
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import is_possible
from mediation.domain.outcomes import Outcome
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.roles import Desk
from mediation.models.admission import LenderAnswer
from mediation.models.cases import Case
from mediation.queries import admission, answers
from mediation.services.days import day_of
from mediation.services.lifecycle import move, record
from mediation.services.notices import announce
from mediation.services.respondents import leave_out

TOLD_OF = {
    LenderAnswerKind.ACCEPTS: "relief_given",
    LenderAnswerKind.OFFERS_TERMS: "lender_offers_terms",
    LenderAnswerKind.CONTESTS: "lender_contests",
    LenderAnswerKind.NOT_US: "lender_denies",
    LenderAnswerKind.CANNOT_IDENTIFY: "lender_cannot_identify",
}


@dataclass(frozen=True)
class Reply:
    """What a lender says: to the complainant, and apart from that to the mediation body."""

    kind: LenderAnswerKind
    to_complainant: str
    to_body: str = ""
    relief: ReliefKind | None = None
    relief_fen: int | None = None
    relief_by_on: date | None = None
    reasons: Sequence[Contest] = field(default=())
    lender_reference: str = ""
    names_company: str = ""


def record_first_reading(case: Case, *, actor: Actor, now: datetime) -> None:
    """Keep that a company of the case has opened it for the first time; later readings are free."""
    seat = next(
        (s for s in case.seats if s.desk is Desk.LENDER and s.holder_id == actor.holder_id), None
    )
    if actor.desk is not Desk.LENDER or seat is None or seat.first_read_at is not None:
        return
    seat.first_read_at = now
    if is_possible(case.stage, Event.FIRST_READ, paused=case.paused_since_at is not None):
        # The clock is that of the company which answers; another that reads leaves it running.
        timing = AT_ONCE if seat.holder_id == case.lender_id else NOBODYS_CLOCK
        company = actor.organisation_name
        record(case, Event.FIRST_READ, actor=actor, now=now, timing=timing, company=company)


def answer_complaint(case: Case, reply: Reply, *, actor: Actor, now: datetime) -> LenderAnswer:
    """Answer for the company to which the complaint was put."""
    last = check_reply(case, reply, actor=actor, now=now)

    row = move(
        case,
        EVENT_OF[reply.kind],
        actor=actor,
        now=now,
        answer=reply.kind,
        company=actor.organisation_name,
        relief=reply.relief,
        relief_fen=reply.relief_fen,
        relief_by_on=reply.relief_by_on and str(reply.relief_by_on),
        reasons=list(reply.reasons),
    )
    answer = _write_answer(case, reply, number=last.number + 1 if last else 1, actor=actor, now=now)
    kind = TOLD_OF[reply.kind]
    announce(case, kind, actor=actor, key=f"answer/{row.id}", now=now)
    if reply.kind is LenderAnswerKind.NOT_US:
        leave_out(case, int(actor.organisation_id or 0), now=now)
        announce(case, "respondent_denied", actor=actor, key=f"denied/{row.id}", now=now)
    return answer


def check_reply(case: Case, reply: Reply, *, actor: Actor, now: datetime) -> LenderAnswer | None:
    """Refuse an answer that lacks something or comes out of turn; gives back the one before it."""
    permit(actor, Action.ANSWER_COMPLAINT, case)
    last = answers.last(case)
    if not reply.to_complainant.strip():
        raise Refused("answer_without_words")
    check_relief(
        reply.kind,
        reply.relief,
        relief_fen=reply.relief_fen,
        by_on=reply.relief_by_on,
        today=day_of(now),
    )
    check_reasons(reply.kind, reply.reasons)
    check_unknown(reply.kind, identity_withheld=case.identity_withheld)
    if last is not None and last.organisation_id == actor.organisation_id:
        check_not_waiting(
            last.kind,
            relief_answered=last.relief_answered_at is not None,
            identity_withheld=case.identity_withheld,
        )
    return last


def _write_answer(
    case: Case, reply: Reply, *, number: int, actor: Actor, now: datetime
) -> LenderAnswer:
    answer = LenderAnswer(
        case_id=case.id,
        number=number,
        organisation_id=actor.organisation_id,
        kind=reply.kind,
        relief=reply.relief,
        relief_fen=reply.relief_fen,
        relief_by_on=reply.relief_by_on,
        reasons=",".join(reply.reasons),
        lender_reference=reply.lender_reference,
        names_company=reply.names_company,
        to_complainant=reply.to_complainant,
        to_body=reply.to_body or None,
        by_id=actor.account_id,
        answered_at=now,
    )
    db.session.add(answer)
    return answer


def accept_relief(case: Case, *, actor: Actor, now: datetime) -> None:
    """Be content with what the lender did or promised: the case ends."""
    answer = _relief_to_answer(case, actor)
    row = move(
        case,
        Event.RELIEF_ACCEPTED,
        actor=actor,
        now=now,
        outcome=OUTCOME_OF[answer.relief or ReliefKind.OTHER],
    )
    answer.relief_accepted, answer.relief_answered_at = True, now
    announce(case, "relief_accepted", actor=actor, key=f"relief/{row.id}", now=now)


def decline_relief(case: Case, *, actor: Actor, now: datetime) -> None:
    """Not be content with it: the sides go on to negotiate."""
    answer = _relief_to_answer(case, actor)
    row = move(case, Event.RELIEF_DECLINED, actor=actor, now=now)
    answer.relief_accepted, answer.relief_answered_at = False, now
    announce(case, "relief_declined", actor=actor, key=f"relief/{row.id}", now=now)


def close_unheard(case: Case, *, actor: Actor, now: datetime) -> None:
    """The lender acted and the complainant was not heard of again; nothing is waived by that."""
    permit(actor, Action.CLOSE_CASE, case)
    if _relief_of(case) is None:
        raise Refused("no_relief_waits")
    row = move(case, Event.RELIEF_UNANSWERED, actor=actor, now=now, outcome=Outcome.LENDER_ACTED)
    announce(case, "relief_unanswered", actor=actor, key=f"unheard/{row.id}", now=now)


def _relief_to_answer(case: Case, actor: Actor) -> LenderAnswer:
    permit(actor, Action.ANSWER_RELIEF, case)
    answer = _relief_of(case)
    if answer is None:
        raise Refused("no_relief_waits")
    return answer


def _relief_of(case: Case) -> LenderAnswer | None:
    answer = answers.last(case)
    if answer is None or answer.relief is None or answer.relief_answered_at is not None:
        return None
    # What a company did that is no longer complained of ends nothing.
    return answer if answer.organisation_id == case.lender_id else None


def answer_standstill(
    case: Case,
    *,
    answer: StandstillAnswer,
    until_on: date | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Say whether calls, third persons and new fees rest meanwhile; may be said anew."""
    permit(actor, Action.ANSWER_STANDSTILL, case)
    check_standstill(answer, until_on, today=day_of(now))
    asked = admission.standstill(case, actor.organisation_id)
    if asked is None:
        raise Refused("standstill_not_asked")
    row = move(
        case,
        Event.STANDSTILL_ANSWERED,
        actor=actor,
        now=now,
        answer=answer,
        until_on=until_on and str(until_on),
        company=actor.organisation_name,
    )
    asked.answer, asked.until_on, asked.answered_at = answer, until_on, now
    announce(
        case,
        f"standstill_{answer}",
        actor=actor,
        key=f"standstill/{row.id}",
        now=now,
        **({"until_on": until_on} if until_on else {}),
    )
