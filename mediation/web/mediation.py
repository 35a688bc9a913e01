"""The end of mediation without a settlement."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect

from mediation import clock
from mediation.domain.events import Event
from mediation.domain.permissions import Action
from mediation.services.mediation import end_mediation, stop_mediation
from mediation.transaction import on_case
from mediation.web.forms.base import Form
from mediation.web.forms.mediation import EndForm, StopForm
from mediation.web.login import current_actor
from mediation.web.pages import tell
from mediation.web.steps import Step, case_of, show_step
from mediation.wording.catalogue import lazy

bp = Blueprint("mediation", __name__)


@bp.route("/cases/<reference>/mediation/end", methods=["GET", "POST"])
def end(reference: str) -> Any:
    """The mediator ends talks that lead nowhere."""
    return _act(reference, EndForm.from_request(), END, end_mediation)


@bp.route("/cases/<reference>/mediation/stop", methods=["GET", "POST"])
def stop(reference: str) -> Any:
    """A side stops, at any time and without a reason."""
    return _act(reference, StopForm.from_request(), STOP, stop_mediation)


def _act(reference: str, form: Form, step: Step, verb: Callable[..., None]) -> Any:
    case = case_of(reference, step)
    if form.accepted():
        given = {name: form[name].data for name in ("reason", "words") if name in form}
        with on_case(case, current_actor()) as (fresh, actor):
            verb(fresh, **given, actor=actor, now=clock.now())
        tell("Mediation has ended. The case can still be read, and written to.")
        return redirect(f"/cases/{reference}", code=303)
    return show_step(case, form, step)


END = Step(
    action=Action.END_MEDIATION,
    event=Event.MEDIATION_ENDED,
    title=lazy("End the mediation without a settlement?"),
    lead=lazy(
        "The case closes. Both sides are told of the ways that remain: a new attempt, "
        "arbitration where they agreed on it, or a court."
    ),
    button=lazy("End the mediation"),
    danger=True,
)
STOP = Step(
    action=Action.STOP_MEDIATION,
    event=Event.MEDIATION_ENDED,
    title=lazy("Do you want to stop the mediation?"),
    lead=lazy(
        "You may stop at any time, and it does you no harm. The case then closes without a "
        "settlement; the way to arbitration or court stays open."
    ),
    button=lazy("Stop the mediation"),
    danger=True,
)
