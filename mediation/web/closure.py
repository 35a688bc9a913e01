"""Pages on which a case is withdrawn, closed by hand, or opened again."""

from typing import Any

from flask import Blueprint

from mediation import clock
from mediation.domain.closure import CLOSES_WITH
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action
from mediation.services.closure import (
    close_case,
    close_uncompleted,
    reopen_case,
    withdraw_complaint,
)
from mediation.transaction import on_case
from mediation.web.act_pages import act_page, ask_again, case_for, done, put_beside_field
from mediation.web.forms.closure import (
    ClosureForm,
    ReopeningForm,
    UncompletedForm,
    WithdrawalForm,
)
from mediation.web.login import current_actor
from mediation.web.pages import say
from mediation.wording.catalogue import lazy

bp = Blueprint("closure", __name__)

ONLY_WITH_A_REASON = lazy("The case is closed at once and only opened again with a reason.")


@bp.route("/cases/<reference>/withdrawal", methods=["GET", "POST"])
def withdraw(reference: str) -> Any:
    """Take a complaint back."""
    case = case_for(reference, Action.WITHDRAW_COMPLAINT, Event.COMPLAINT_WITHDRAWN)
    form = WithdrawalForm.from_request()
    if not form.accepted():
        return act_page("closure/withdraw.html", case, form)
    if not form.is_sure:
        return ask_again(
            case,
            form,
            title=lazy("Do you take your complaint back?"),
            means=[
                ONLY_WITH_A_REASON,
                lazy("Those who already have the case are told that it was taken back."),
                lazy("You waive nothing: court, regulator and police stay open to you."),
            ],
            button=lazy("Take my complaint back"),
            shown=[(lazy("Why"), say(f"withdrawal.{form.reason.data}"))],
        )
    with on_case(case, current_actor()) as (case, actor):
        withdraw_complaint(
            case, reason=form.reason.data, words=form.words.data, actor=actor, now=clock.now()
        )
    return done(case, lazy("Your complaint is taken back and the case closed."))


@bp.route("/cases/<reference>/closure", methods=["GET", "POST"])
def close(reference: str) -> Any:
    """Close a case by hand."""
    case = case_for(reference, Action.CLOSE_CASE, Event.CASE_CLOSED)
    form = ClosureForm.from_request()
    form.outcome.options = [
        (outcome, f"outcome.{outcome}") for outcome in CLOSES_WITH.get(case.stage, ())
    ]
    if not form.accepted():
        return act_page("closure/close.html", case, form)
    if not form.is_sure:
        return ask_again(
            case,
            form,
            title=lazy("Close this case?"),
            means=[f"outcome.{form.outcome.data}", ONLY_WITH_A_REASON],
            button=lazy("Close the case"),
            shown=[(lazy("Why, and on what it rests"), form.words.data)],
        )
    with on_case(case, current_actor()) as (case, actor):
        close_case(
            case, outcome=form.outcome.data, words=form.words.data, actor=actor, now=clock.now()
        )
    return done(case, lazy("The case is closed. Both sides were told."))


@bp.route("/cases/<reference>/return/end", methods=["GET", "POST"])
def end_return(reference: str) -> Any:
    """Close a returned complaint that nobody completed."""
    case = case_for(reference, Action.CLOSE_CASE, Event.COMPLAINT_NOT_COMPLETED)
    form = UncompletedForm.from_request()
    if not form.accepted():
        return act_page("closure/uncompleted.html", case, form)
    if not form.is_sure:
        return ask_again(
            case,
            form,
            title=lazy("Close the complaint as not completed?"),
            means=[
                lazy("The complainant waives nothing and can have it opened again at any time."),
                ONLY_WITH_A_REASON,
            ],
            button=lazy("Close as not completed"),
        )
    try:
        with on_case(case, current_actor()) as (fresh, actor):
            close_uncompleted(fresh, tried=form.tried.data, actor=actor, now=clock.now())
        return done(case, lazy("Closed as not completed. The complainant was told."))
    except Refused as error:
        put_beside_field(form, error, {"two_channels_needed": "tried"})
        return act_page("closure/uncompleted.html", case, form)


@bp.route("/cases/<reference>/reopening", methods=["GET", "POST"])
def reopen(reference: str) -> Any:
    """Take a closed case up again."""
    case = case_for(reference, Action.REOPEN_CASE, Event.CASE_REOPENED)
    form = ReopeningForm.from_request()
    if form.accepted():
        with on_case(case, current_actor()) as (case, actor):
            reopen_case(
                case, reason=form.reason.data, words=form.words.data, actor=actor, now=clock.now()
            )
        return done(case, lazy("Opened again. It is looked at anew, with all that it holds."))
    return act_page("closure/reopen.html", case, form)
