"""The page on which an officer passes a case on whose lender says nothing."""

from typing import Any

from flask import Blueprint

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action
from mediation.services.silence import note_silence
from mediation.transaction import on_case
from mediation.web.act_pages import act_page, ask_again, case_for, done, put_beside_field
from mediation.web.forms.closure import UncompletedForm
from mediation.web.login import current_actor
from mediation.wording.catalogue import lazy

bp = Blueprint("silence", __name__)


@bp.route("/cases/<reference>/silence", methods=["GET", "POST"])
def note(reference: str) -> Any:
    """Say in which ways the lender was reminded, and pass the case on."""
    case = case_for(reference, Action.NOTE_SILENCE, Event.LENDER_SILENT)
    form = UncompletedForm.from_request()
    form.tried.label.text = lazy("In which ways did you remind the lender?")
    if not form.accepted():
        return act_page("silence/note.html", case, form)
    if not form.is_sure:
        return ask_again(
            case,
            form,
            title=lazy("Pass the case on without an answer?"),
            means=[
                lazy("Both sides are asked next whether they will mediate."),
                lazy("The lender's silence is recorded. It is neither consent nor an admission."),
            ],
            button=lazy("Pass the case on"),
        )
    try:
        with on_case(case, current_actor()) as (fresh, actor):
            note_silence(fresh, tried=form.tried.data, actor=actor, now=clock.now())
        return done(
            case, lazy("The silence is recorded. Ask both sides whether they will mediate.")
        )
    except Refused as error:
        put_beside_field(form, error, {"two_channels_needed": "tried"})
        return act_page("silence/note.html", case, form)
