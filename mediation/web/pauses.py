"""Pages on which a case is let stand still, and taken up again."""

from typing import Any

from flask import Blueprint

from mediation import clock
from mediation.domain.admission import LONGEST_PAUSE, may_lift
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action, may
from mediation.domain.roles import Role
from mediation.models.cases import Case
from mediation.queries import admission
from mediation.services.pauses import pause_case, resume_case
from mediation.transaction import on_case
from mediation.web.act_pages import act_page, case_for, done, put_beside_field
from mediation.web.forms.admission import PauseForm
from mediation.web.forms.sure import Unfilled
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.wording.catalogue import lazy

bp = Blueprint("pauses", __name__)

FIELD_OF = {"review_day_over": "review_on", "review_day_too_far": "review_on"}


@bp.route("/cases/<reference>/pause", methods=["GET", "POST"])
def pause(reference: str) -> Any:
    """Let the case stand still; while it does, why and until when."""
    case = open_case(reference)
    if case.paused_since_at is not None:
        return _paused(case)
    case = case_for(reference, Action.PAUSE_CASE, Event.CASE_PAUSED)
    form = PauseForm.of(has_mediator=case.mediator_id is not None)
    if form.accepted():
        try:
            with on_case(case, current_actor()) as (fresh, actor):
                pause_case(
                    fresh,
                    reason=form.reason.data,
                    words=form.words.data,
                    review_on=form.review_on.data,
                    lifter=form.lifter.data if "lifter" in form else Role.OFFICER,
                    actor=actor,
                    now=clock.now(),
                )
            return done(case, lazy("The case stands still. Both sides were told."))
        except Refused as error:
            put_beside_field(form, error, FIELD_OF)
    return act_page("admission/pause.html", case, form)


def _paused(case: Case) -> str:
    pause = admission.running_pause(case)
    actor = current_actor()
    lifts = pause is not None and may_lift(actor, pause.lifter, mediator_id=case.mediator_id)
    return act_page(
        "admission/paused.html",
        case,
        pause=pause,
        review_most=LONGEST_PAUSE.days,
        may_lift=lifts and may(actor, Action.LIFT_PAUSE, case),
    )


@bp.post("/cases/<reference>/pause/end")
def resume(reference: str) -> Any:
    """Take the case up again."""
    case = case_for(reference, Action.LIFT_PAUSE, Event.CASE_RESUMED)
    if Unfilled.from_request().accepted():
        with on_case(case, current_actor()) as (case, actor):
            resume_case(case, actor=actor, now=clock.now())
    return done(case, lazy("The case goes on. Both sides were told."))
