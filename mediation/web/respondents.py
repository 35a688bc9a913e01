"""Pages on which an officer finds the company that answers, or hands the case to an authority."""

from typing import Any

from flask import Blueprint, request

from mediation import clock
from mediation.domain.admission import event_of_naming
from mediation.domain.events import Event
from mediation.domain.permissions import Action
from mediation.models.cases import Case
from mediation.queries import admission
from mediation.services.respondents import hand_to_authority, name_respondent, start_tracing
from mediation.transaction import on_case
from mediation.web.act_pages import act_page, ask_again, case_for, done
from mediation.web.forms.admission import HandoverForm, RespondentForm
from mediation.web.forms.sure import Unfilled
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import say
from mediation.wording.catalogue import lazy

bp = Blueprint("respondents", __name__)


@bp.route("/cases/<reference>/tracing", methods=["GET", "POST"])
def trace(reference: str) -> Any:
    """Look for the company first."""
    case = case_for(reference, Action.TRACE_COMPANY, Event.TRACING_STARTED)
    form = Unfilled.from_request()
    if form.accepted():
        with on_case(case, current_actor()) as (case, actor):
            start_tracing(case, actor=actor, now=clock.now())
        return done(case, lazy("The company is being looked for. The complainant was told."))
    return act_page("admission/trace.html", case, form, companies=admission.respondents(case))


@bp.route("/cases/<reference>/respondent", methods=["GET", "POST"])
def name(reference: str) -> Any:
    """Search the known companies and say which one answers."""
    case = case_for(reference, Action.TRACE_COMPANY, event_of_naming(open_case(reference).stage))
    words = request.values.get("q", "").strip()
    found = admission.lenders_named(words) if words else []
    form = RespondentForm.from_request()
    form.organisation.options = [
        (str(one.id), one.name, say(f"lenderkind.{one.lender_kind or 'other'}"), "", False)
        for one in found
    ]
    if found and form.accepted():
        with on_case(case, current_actor()) as (case, actor):
            name_respondent(
                case,
                organisation_id=form.organisation.data,
                role=form.role.data,
                actor=actor,
                now=clock.now(),
            )
        return done(case, lazy("Recorded which company answers."))
    return act_page(
        "admission/respondent.html",
        case,
        form,
        q=words,
        found=found,
        companies=admission.respondents(case),
    )


@bp.route("/cases/<reference>/handover", methods=["GET", "POST"])
def hand_over(reference: str) -> Any:
    """Hand a case to an authority; asked once more, since it closes the case."""
    case = case_for(reference, Action.TRACE_COMPANY, Event.HANDED_TO_AUTHORITY)
    form = HandoverForm.from_request()
    if not form.accepted():
        return act_page("admission/handover.html", case, form)
    if not form.is_sure:
        return _ask(case, form)
    with on_case(case, current_actor()) as (case, actor):
        hand_to_authority(
            case,
            authority=form.authority.data,
            words=form.words.data,
            actor=actor,
            now=clock.now(),
        )
    return done(case, lazy("The case is closed and the complainant told who takes it from here."))


def _ask(case: Case, form: HandoverForm) -> str:
    return ask_again(
        case,
        form,
        title=lazy("Do you close the case and hand it over?"),
        means=[
            f"authority.{form.authority.data}",
            lazy("The case is closed at once, and the complainant is told where to go."),
            lazy("It can only be opened again with a reason."),
        ],
        button=lazy("Close and hand over"),
        shown=[
            (lazy("What was tried, and what the complainant should take along"), form.words.data)
        ],
    )
