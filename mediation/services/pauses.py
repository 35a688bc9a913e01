"""Letting a case stand still, and taking it up again."""

from datetime import date, datetime

from mediation.db import db
from mediation.domain.admission import check_lifter, check_review_day, may_lift
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.outcomes import Pause
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.roles import Role
from mediation.domain.spaces import Side
from mediation.models.cases import Case, Interruption
from mediation.queries import admission
from mediation.queries.notices import mediator_of, officers_of
from mediation.services.days import day_of
from mediation.services.lifecycle import move
from mediation.services.notices import announce, tell_people

PARTIES = (Side.COMPLAINANT, Side.LENDER)


def pause_case(
    case: Case,
    *,
    reason: Pause,
    words: str,
    review_on: date,
    lifter: Role = Role.OFFICER,
    actor: Actor,
    now: datetime,
) -> None:
    """Let a case stand still for a reason of the list, until `lifter` lifts it.

    On `review_on` at the latest it is looked at again.
    """
    permit(actor, Action.PAUSE_CASE, case)
    check_review_day(review_on, today=day_of(now))
    check_lifter(lifter, mediator_id=case.mediator_id)
    row = move(
        case, Event.CASE_PAUSED, actor=actor, now=now, pause=reason, review_on=str(review_on)
    )
    case.paused_since_at = now
    db.session.add(
        Interruption(
            case_id=case.id,
            reason=reason,
            words=words.strip() or None,
            lifter=lifter,
            review_on=review_on,
            since_at=now,
            by_id=actor.account_id,
        )
    )
    facts = {"reason_word": f"pause.{reason}", "review_on": review_on}
    announce(case, "case_paused", actor=actor, key=f"paused/{row.id}", now=now, **facts)


def resume_case(case: Case, *, actor: Actor, now: datetime) -> None:
    """Lift the pause: the case goes on where it stood."""
    permit(actor, Action.LIFT_PAUSE, case)
    pause = admission.running_pause(case)
    if pause is None:
        raise Refused("not_paused")
    if not may_lift(actor, pause.lifter, mediator_id=case.mediator_id):
        raise Refused("pause_lifted_by_officer")
    row = move(case, Event.CASE_RESUMED, actor=actor, now=now)
    case.paused_since_at = None
    pause.lifted_at, pause.lifted_by_id = now, actor.account_id
    announce(case, "case_resumed", actor=actor, key=f"resumed/{row.id}", now=now)


def remind_of_review(
    pause: Interruption,
    *,
    actor: Actor,  # noqa: ARG001 (as every verb)
    now: datetime,
) -> None:
    """The day has come on which a pause is looked at again: say so, once, to those who lift it."""
    pause.review_told_at = now
    case = db.session.get_one(Case, pause.case_id)
    found = officers_of(case)
    if pause.lifter is Role.MEDIATOR:
        found += mediator_of(case)
    tell_people(
        found,
        "pause_review",
        key=f"pause_review/{pause.id}",
        now=now,
        case=case,
        path=f"/cases/{case.reference}/pause",
        reason_word=f"pause.{pause.reason}",
        review_on=pause.review_on,
    )


def end_pause(case: Case, *, now: datetime) -> None:
    """A case that ended no longer stands still; nobody lifted its pause."""
    pause = admission.running_pause(case)
    if pause is not None:
        case.paused_since_at = None
        pause.lifted_at = now
