"""Deciding on a complaint: admit, return for more, decline, and the review of a decline."""

from collections.abc import Sequence
from datetime import datetime

from mediation.db import db
from mediation.domain.admission import Verdict, check_another_officer, first_to_answer
from mediation.domain.consents import check_agreed
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.outcomes import Decline, Missing, Outcome
from mediation.domain.permissions import Action, Actor, permit
from mediation.models.admission import Decision
from mediation.models.cases import Case
from mediation.queries import admission
from mediation.services.lifecycle import move
from mediation.services.notices import announce
from mediation.services.respondents import check_passing_on, put_to_lenders


def admit_case(case: Case, *, answering_id: int | None = None, actor: Actor, now: datetime) -> None:
    """Take a complaint up: it is put to the company that answers, with the standstill request.

    `answering_id` chooses among the companies of the loan; without it the nearest to the money
    answers.
    """
    permit(actor, Action.ADMIT_CASE, case)
    companies = [found.company for found in admission.respondents(case)]
    chosen = [one for one in companies if answering_id in (None, one.organisation_id)]
    answering = first_to_answer(chosen)
    if answering is None:
        raise Refused("no_known_company" if answering_id is None else "company_cannot_answer")
    check_passing_on(case)
    check_agreed(Event.CASE_ADMITTED, admission.consents(case))

    row = move(case, Event.CASE_ADMITTED, actor=actor, now=now)
    case.officer_id = actor.account_id
    for company in companies:
        company.answers = company is answering
    put_to_lenders(case, companies, actor=actor, now=now)
    announce(case, "case_admitted", actor=actor, key=f"admitted/{row.id}", now=now)


def return_case(
    case: Case, *, missing: Sequence[Missing], words: str, actor: Actor, now: datetime
) -> None:
    """Send a complaint back to the complainant with exactly what is missing."""
    permit(actor, Action.ADMIT_CASE, case)
    if not missing:
        raise Refused("nothing_missing")
    row = move(case, Event.CASE_RETURNED, actor=actor, now=now, missing=list(missing))
    _decide(case, Verdict.RETURNED, missing, words, actor=actor, now=now)
    announce(case, "case_returned", actor=actor, key=f"returned/{row.id}", now=now)


def decline_case(case: Case, *, reason: Decline, words: str, actor: Actor, now: datetime) -> None:
    """Do not take a complaint up, and say why, where to go instead, and how to ask for a review."""
    permit(actor, Action.ADMIT_CASE, case)
    row = move(
        case,
        Event.CASE_DECLINED,
        actor=actor,
        now=now,
        outcome=Outcome.NOT_ADMISSIBLE,
        decline=reason,
    )
    _decide(case, Verdict.DECLINED, [reason], words, actor=actor, now=now)
    announce(
        case,
        "case_declined",
        actor=actor,
        key=f"declined/{row.id}",
        now=now,
        reason_word=f"decline.{reason}",
        instead_word=f"decline.{reason}.instead",
    )


def _decide(
    case: Case,
    verdict: Verdict,
    reasons: Sequence[str],
    words: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    case.officer_id = actor.account_id
    db.session.add(
        Decision(
            case_id=case.id,
            kind=verdict,
            reasons=",".join(reasons),
            words=words.strip() or None,
            by_id=actor.account_id,
            at=now,
        )
    )


def request_review(case: Case, *, words: str, actor: Actor, now: datetime) -> None:
    """Ask that another officer look at a decline; once for each decline."""
    permit(actor, Action.REQUEST_REVIEW, case)
    decision = _decline_of(case)
    if decision.review_asked_at is not None:
        raise Refused("review_already_asked")
    row = move(case, Event.DECLINE_REVIEW_REQUESTED, actor=actor, now=now)
    decision.review_asked_at = now
    decision.review_words = words.strip() or None
    announce(case, "review_requested", actor=actor, key=f"review/{row.id}", now=now)


def uphold_decline(case: Case, *, words: str, actor: Actor, now: datetime) -> None:
    """Find, as another officer, that the decline was right."""
    decision = _decline_under_review(case, actor)
    row = move(case, Event.DECLINE_UPHELD, actor=actor, now=now)
    _review(decision, upheld=True, words=words, actor=actor, now=now)
    announce(case, "decline_upheld", actor=actor, key=f"upheld/{row.id}", now=now)


def overturn_decline(case: Case, *, words: str, actor: Actor, now: datetime) -> None:
    """Find, as another officer, that the complaint should be looked at again."""
    decision = _decline_under_review(case, actor)
    row = move(case, Event.DECLINE_OVERTURNED, actor=actor, now=now)
    _review(decision, upheld=False, words=words, actor=actor, now=now)
    case.officer_id = actor.account_id
    announce(case, "decline_overturned", actor=actor, key=f"over/{row.id}", now=now)


def _review(decision: Decision, *, upheld: bool, words: str, actor: Actor, now: datetime) -> None:
    decision.reviewed_at = now
    decision.reviewed_by_id = actor.account_id
    decision.upheld = upheld
    decision.review_answer = words.strip() or None


def _decline_of(case: Case) -> Decision:
    decision = admission.last_decision(case, Verdict.DECLINED)
    if decision is None or case.outcome is not Outcome.NOT_ADMISSIBLE:
        raise Refused("not_declined")
    return decision


def _decline_under_review(case: Case, actor: Actor) -> Decision:
    permit(actor, Action.REVIEW_DECLINE, case)
    decision = _decline_of(case)
    if decision.review_asked_at is None:
        raise Refused("review_not_asked")
    if decision.reviewed_at is not None:
        raise Refused("already_reviewed")
    check_another_officer(decision.by_id, actor.account_id)
    return decision
