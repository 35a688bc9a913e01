"""Ending a case by withdrawal or by hand, and taking a closed one up again."""

from collections.abc import Collection
from datetime import datetime

from mediation.domain.closure import WITHDRAWN_AS, check_closing, check_reminded
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Outcome, Reopening, Withdrawal
from mediation.domain.parties import Channel
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.spaces import Side, Space
from mediation.models.cases import Case
from mediation.services.arbitration import drop_referral
from mediation.services.breaches import end_breach
from mediation.services.correspondence import send_message
from mediation.services.lifecycle import move
from mediation.services.mediation import leave_talks
from mediation.services.notices import announce
from mediation.services.pauses import end_pause
from mediation.services.willingness import end_talks

PARTIES = (Side.COMPLAINANT, Side.LENDER)


def withdraw_complaint(
    case: Case, *, reason: Withdrawal, words: str, actor: Actor, now: datetime
) -> None:
    """Take one's complaint back, at any stage, paused or not."""
    permit(actor, Action.WITHDRAW_COMPLAINT, case)
    before = case.stage
    row = move(
        case,
        Event.COMPLAINT_WITHDRAWN,
        actor=actor,
        now=now,
        outcome=WITHDRAWN_AS[reason],
        withdrawal=reason,
    )
    _keep_words(case, words, Space.COMPLAINANT, once=row.id, actor=actor, now=now)
    end_pause(case, now=now)
    leave_talks(case, now=now)
    if before is Stage.AWAITING_MEDIATOR:
        end_talks(case, now=now)
    key = f"withdrawn/{row.id}"
    announce(case, "complaint_withdrawn", actor=actor, key=key, now=now)
    if drop_referral(case, now=now) is not None:
        announce(case, "referral_dropped", actor=actor, key=key, now=now)


def close_case(case: Case, *, outcome: Outcome, words: str, actor: Actor, now: datetime) -> None:
    """Close by hand, with an outcome that fits: the sides settled, or what was promised broke."""
    permit(actor, Action.CLOSE_CASE, case)
    check_closing(case.stage, outcome)
    row = move(case, Event.CASE_CLOSED, actor=actor, now=now, outcome=outcome)
    end_breach(case, cured=False, now=now)
    _keep_words(case, words, Space.JOINT, once=row.id, actor=actor, now=now)
    announce(
        case,
        "case_closed",
        actor=actor,
        key=f"closed/{row.id}",
        now=now,
        outcome_word=f"outcome.{outcome}",
    )


def close_uncompleted(
    case: Case, *, tried: Collection[Channel], actor: Actor, now: datetime
) -> None:
    """Close a returned complaint that nobody completed; it can be opened again at any time."""
    permit(actor, Action.CLOSE_CASE, case)
    check_reminded(tried)
    row = move(
        case,
        Event.COMPLAINT_NOT_COMPLETED,
        actor=actor,
        now=now,
        outcome=Outcome.NOT_COMPLETED,
        tried=sorted(tried),
    )
    announce(case, "not_completed", actor=actor, key=f"uncompleted/{row.id}", now=now)


def reopen_case(case: Case, *, reason: Reopening, words: str, actor: Actor, now: datetime) -> None:
    """Take a closed case up again: it is looked at anew, with all that it holds.

    What was asked and offered for the talks of before holds no longer, so nobody is bound by an
    old yes, and its mediator no longer has it.
    """
    permit(actor, Action.REOPEN_CASE, case)
    row = move(case, Event.CASE_REOPENED, actor=actor, now=now, reopening=reason)
    _keep_words(case, words, Space.STAFF, once=row.id, actor=actor, now=now)
    end_talks(case, now=now)
    case.mediator_id = None
    case.officer_id = actor.account_id
    announce(
        case,
        "case_reopened",
        actor=actor,
        key=f"reopened/{row.id}",
        now=now,
        reason_word=f"reopening.{reason}",
    )


def _keep_words(
    case: Case, words: str, space: Space, *, once: int, actor: Actor, now: datetime
) -> None:
    """What was said about it lies as a message where those may read it whom it concerns."""
    if words.strip():
        send_message(case, body=words.strip(), space=space, once=str(once), actor=actor, now=now)
