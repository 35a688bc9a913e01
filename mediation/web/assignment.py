"""Pages on which an officer offers a case to a mediator, and the mediator answers."""

from typing import Any

from flask import Blueprint, abort, redirect, request

from mediation import clock
from mediation.domain.assignment import BARS, NotTaken, event_of_replacing, missing_yes
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.domain.permissions import Action, may
from mediation.domain.spaces import SIDE_OF
from mediation.models.cases import Case
from mediation.queries import admission, assignment
from mediation.services.assignment import (
    accept_assignment,
    answer_disclosure,
    disclose_conflict,
    offer_case,
    refuse_assignment,
    replace_mediator,
)
from mediation.transaction import on_case
from mediation.web.act_pages import (
    act_page,
    ask_again,
    case_for,
    check_open_to,
    done,
)
from mediation.web.dates import own_due
from mediation.web.forms.assignment import (
    YES_OR_NO,
    AssignmentForm,
    DisclosureAnswerForm,
    DisclosureForm,
    OfferToMediatorForm,
    ReplacementForm,
)
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import tell
from mediation.wording.catalogue import lazy

bp = Blueprint("assignment", __name__)


@bp.route("/cases/<reference>/assignment", methods=["GET", "POST"])
def offer(reference: str) -> Any:
    """The mediators of the body with what they have to do, and the offer to one of them."""
    case = case_for(reference, Action.OFFER_TO_MEDIATOR, Event.MEDIATOR_OFFERED)
    found = assignment.candidates(case, now=clock.now())
    form = OfferToMediatorForm.from_request()
    form.mediator.options = [
        (str(one.account.id), one.account.name or "", "", "", False)
        for one in found
        if one.obstacle is None
    ]
    if form.accepted():
        with on_case(case, current_actor()) as (case, actor):
            offer_case(
                case,
                mediator_id=form.mediator.data,
                instead_of=request.form.get("instead_of", type=int),
                actor=actor,
                now=clock.now(),
            )
        return done(case, lazy("Offered. The mediator can read the case and was told."))
    questions = assignment.open_questions(case)
    willing = {side: question.willing for side, question in questions.items()}
    return act_page(
        "assignment/offer.html",
        case,
        form,
        candidates=found,
        running=assignment.running(case),
        missing=missing_yes(willing),
    )


@bp.route("/cases/<reference>/assignment/answer", methods=["GET", "POST"])
def answer(reference: str) -> Any:
    """Take the case, or refuse it with a reason."""
    case = case_for(reference, Action.ANSWER_ASSIGNMENT, Event.MEDIATOR_ACCEPTED)
    companies = admission.respondents(case)
    form = AssignmentForm.from_request()
    form.company.options = [
        (str(one.organisation.id), one.name, "", "", False)
        for one in companies
        if one.organisation is not None
    ]
    if not form.accepted() or not _complete(form):
        return act_page(
            "assignment/answer.html",
            case,
            form,
            companies=companies,
            due=own_due(case, current_actor(), "mediator_reply"),
        )
    if form.reply.data == "accept":
        with on_case(case, current_actor()) as (case, actor):
            accept_assignment(case, actor=actor, now=clock.now())
        return done(case, lazy("The case is yours; mediation is open. Both sides were told."))
    with on_case(case, current_actor()) as (case, actor):
        refuse_assignment(
            case,
            reason=form.reason.data,
            words=form.words.data,
            organisation_id=form.company.data,
            actor=actor,
            now=clock.now(),
        )
    tell(lazy("Refused. The case is off your desk; an officer looks for somebody else."))
    return redirect("/cases", code=303)


def _complete(form: AssignmentForm) -> bool:
    """Whether what belongs to the chosen answer is there; says beside the field what is not."""
    if form.reply.data == "accept":
        return form.no_tie.data or form.lacks(
            "no_tie", lazy("Without this you cannot take the case. With a tie, refuse it.")
        )
    if form.reason.data is None:
        return form.lacks("reason", lazy("Please choose why you do not take the case."))
    if form.reason.data in BARS and form.company.data is None:
        return form.lacks("company", lazy("Please choose the company to which you have a tie."))
    if form.reason.data not in BARS:
        form.company.data = None
    if form.reason.data is NotTaken.OTHER and not form.words.data:
        return form.lacks("words", lazy("Please say in your words why."))
    return True


@bp.route("/cases/<reference>/assignment/replacement", methods=["GET", "POST"])
def replace(reference: str) -> Any:
    """Take the case from its mediator."""
    case = open_case(reference)
    check_open_to(case, Action.REPLACE_MEDIATOR, event_of_replacing(case.stage))
    form = ReplacementForm.from_request()
    if not form.accepted():
        return act_page("assignment/replace.html", case, form)
    if not form.is_sure:
        return ask_again(
            case,
            form,
            title=lazy("Replace the mediator?"),
            means=[
                lazy("The mediator loses sight of the case at once; hearings are cancelled."),
                lazy("Both sides are told, and another mediator is looked for.")
                if event_of_replacing(case.stage) is Event.MEDIATOR_REPLACED
                else lazy(
                    "Both sides are told. The agreement goes on; another mediator is looked for "
                    "when there are talks again."
                ),
            ],
            button=lazy("Replace the mediator"),
            shown=[(lazy("Note for the body's people"), form.words.data)],
        )
    with on_case(case, current_actor()) as (case, actor):
        replace_mediator(
            case, reason=form.reason.data, words=form.words.data, actor=actor, now=clock.now()
        )
    if case.stage is not Stage.AWAITING_MEDIATOR:
        return done(case, lazy("The mediator no longer has this case. It stays where it is."))
    return done(case, lazy("Replaced. Offer the case to another mediator."), "/assignment")


@bp.route("/cases/<reference>/disclosure", methods=["GET", "POST"])
def disclose(reference: str) -> Any:
    """Ties that were disclosed; for the mediator also the way to disclose one."""
    case = open_case(reference)
    actor = current_actor()
    if not may(actor, Action.DISCLOSE_CONFLICT, case):
        return _disclosed(case)
    case_for(reference, Action.DISCLOSE_CONFLICT, Event.CONFLICT_DISCLOSED)
    form = DisclosureForm.from_request()
    if not form.accepted():
        return act_page(
            "assignment/disclose.html", case, form, disclosures=assignment.disclosures(case)
        )
    if not form.is_sure:
        return ask_again(
            case,
            form,
            title=lazy("Disclose this tie to both sides?"),
            means=[lazy("Both sides read it and say whether you may go on.")],
            button=lazy("Disclose to both sides"),
            shown=[(lazy("What tie do you disclose?"), form.words.data)],
        )
    with on_case(case, actor) as (case, actor):
        disclose_conflict(case, words=form.words.data, actor=actor, now=clock.now())
    return done(case, lazy("Disclosed. Both sides are asked whether you may go on."))


def _disclosed(case: Case) -> str:
    actor = current_actor()
    return act_page(
        "assignment/disclosed.html",
        case,
        DisclosureAnswerForm.from_request(),
        disclosures=assignment.disclosures(case),
        side=SIDE_OF[actor.role],
        may_answer=may(actor, Action.ANSWER_WILLINGNESS, case),
    )


@bp.post("/cases/<reference>/disclosure/<id:disclosure_id>/answer")
def let_stand(reference: str, disclosure_id: int) -> Any:
    """Say whether the mediator may go on in spite of a tie."""
    case = case_for(reference, Action.ANSWER_WILLINGNESS, Event.CONFLICT_ANSWERED)
    form = DisclosureAnswerForm.from_request()
    if not form.accepted():
        return _disclosed(case)
    with on_case(case, current_actor()) as (case, actor):
        disclosed = assignment.disclosure(case, disclosure_id) or abort(404)
        answer_disclosure(
            case, disclosed, agrees=YES_OR_NO[form.agrees.data], actor=actor, now=clock.now()
        )
    return done(case, lazy("Your answer is recorded and the officer was told."))
