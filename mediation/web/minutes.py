"""Minutes and agreed facts: written by the mediator, confirmed by each side."""

from typing import Any

from flask import Blueprint, abort, redirect

from mediation import clock
from mediation.domain.events import Event
from mediation.domain.permissions import Action
from mediation.queries import hearings
from mediation.services.minutes import agree_fact, confirm_minutes, propose_fact, record_minutes
from mediation.transaction import on_case
from mediation.web.forms.base import Form
from mediation.web.forms.hearings import FactForm, MinutesForm
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import tell
from mediation.web.steps import Step, case_of, show_step
from mediation.wording.catalogue import lazy

bp = Blueprint("minutes", __name__)


@bp.route("/cases/<reference>/hearings/<id:hearing_id>/minutes", methods=["GET", "POST"])
def write(reference: str, hearing_id: int) -> Any:
    """Write down what was said, or write it anew while nobody has confirmed it."""
    case = case_of(reference, WRITE)
    entry = hearings.by_id(case, hearing_id) or abort(404)
    form = MinutesForm.from_request(minutes=entry.minutes.text if entry.minutes else "")
    if form.accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            hearing = (hearings.by_id(fresh, hearing_id) or abort(404)).hearing
            record_minutes(fresh, hearing, text=form.minutes.data, actor=actor, now=clock.now())
        tell("The minutes are laid before both sides.")
        return redirect(f"/cases/{reference}/hearings", code=303)
    return show_step(case, form, WRITE)


@bp.post("/cases/<reference>/hearings/<id:hearing_id>/confirmation")
def confirm(reference: str, hearing_id: int) -> Any:
    """Say that it was so."""
    case = open_case(reference)
    if Form.from_request().accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            entry = hearings.by_id(fresh, hearing_id)
            minutes = entry.minutes if entry else None
            confirm_minutes(fresh, minutes or abort(404), actor=actor, now=clock.now())
        tell("You have confirmed the minutes.")
    return redirect(f"/cases/{reference}/hearings", code=303)


@bp.route("/cases/<reference>/facts/new", methods=["GET", "POST"])
def propose(reference: str) -> Any:
    """Write down a fact that nobody disputes."""
    case = case_of(reference, PROPOSE)
    form = FactForm.from_request()
    if form.accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            propose_fact(fresh, text=form.text.data, actor=actor, now=clock.now())
        tell("The fact is written down. Both sides are asked whether it is so.")
        return redirect(f"/cases/{reference}/hearings#facts", code=303)
    return show_step(case, form, PROPOSE)


@bp.post("/cases/<reference>/facts/<id:fact_id>/confirmation")
def agree(reference: str, fact_id: int) -> Any:
    """Say that it is so."""
    case = open_case(reference)
    if Form.from_request().accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            fact = hearings.fact(fresh, fact_id) or abort(404)
            agree_fact(fresh, fact, actor=actor, now=clock.now())
        tell("You have confirmed this fact.")
    return redirect(f"/cases/{reference}/hearings#facts", code=303)


WRITE = Step(
    action=Action.RECORD_HEARING,
    event=Event.MINUTES_RECORDED,
    title=lazy("What was said at the hearing?"),
    lead=lazy("Once somebody has confirmed the minutes they can no longer be changed."),
    button=lazy("Lay them before both sides"),
    back="hearings",
)
PROPOSE = Step(
    action=Action.RECORD_HEARING,
    event=Event.FACT_PROPOSED,
    title=lazy("What does nobody dispute?"),
    lead=lazy("Each side confirms it for itself. Only then it counts as agreed."),
    button=lazy("Write it down"),
    back="hearings",
)
