"""Pages on which an officer lets a case stand still, and takes it up again."""

from typing import Any

from flask import Blueprint

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action, may
from mediation.queries import admission
from mediation.services.pauses import pause_case, resume_case
from mediation.transaction import on_case
from mediation.web.act_pages import act_page, case_for, done, open_case, put_beside_field
from mediation.web.forms.admission import PauseForm
from mediation.web.forms.sure import Unfilled
from mediation.web.login import current_actor
from mediation.wording.catalogue import lazy

bp = Blueprint("pauses", __name__)

FIELD_OF = {"review_day_over": "review_on", "review_day_too_far": "review_on"}


@bp.route("/cases/<reference>/pause", methods=["GET", "POST"])
def pause(reference: str) -> Any:
    """Let the case stand still; while it does, why and until when."""
    case = open_case(reference)
    if case.paused_since_at is not None:
        return act_page(
            "admission/paused.html",
            case,
            pause=admission.running_pause(case),
            may_lift=may(current_actor(), Action.PAUSE_CASE, case),
        )
    case = case_for(reference, Action.PAUSE_CASE, Event.CASE_PAUSED)
    form = PauseForm.from_request()
    if form.accepted():
        try:
            with on_case(case, current_actor()) as (fresh, actor):
                pause_case(
                    fresh,
                    reason=form.reason.data,
                    words=form.words.data,
                    review_on=form.review_on.data,
                    actor=actor,
                    now=clock.now(),
                )
            return done(case, lazy("The case stands still. Both sides were told."))
        except Refused as error:
            put_beside_field(form, error, FIELD_OF)
    return act_page("admission/pause.html", case, form)


@bp.post("/cases/<reference>/pause/end")
def resume(reference: str) -> Any:
    """Take the case up again."""
    case = case_for(reference, Action.PAUSE_CASE, Event.CASE_RESUMED)
    if Unfilled.from_request().accepted():
        with on_case(case, current_actor()) as (case, actor):
            resume_case(case, actor=actor, now=clock.now())
    return done(case, lazy("The case goes on. Both sides were told."))
