"""Pages on which a lender answers, and a complainant says whether that is enough."""

from typing import Any

from flask import Blueprint, redirect

from mediation import clock
from mediation.domain.answers import LenderAnswerKind
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.domain.permissions import Action, may
from mediation.models.cases import Case
from mediation.queries import admission, answers
from mediation.services.answers import (
    accept_relief,
    answer_complaint,
    answer_standstill,
    check_reply,
    close_unheard,
    decline_relief,
)
from mediation.transaction import on_case
from mediation.web.act_pages import (
    act_page,
    ask_again,
    case_for,
    done,
    put_beside_field,
)
from mediation.web.dates import own_due
from mediation.web.forms.answers import FIELD_OF, AnswerForm, ReliefForm, StandstillForm
from mediation.web.forms.sure import Unfilled
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import say, tell
from mediation.wording.catalogue import lazy

bp = Blueprint("answers", __name__)

# What the page that asks again says of each kind of answer.
FOLLOWS = {
    LenderAnswerKind.ACCEPTS: lazy(
        "The complainant is asked whether that is enough. If it is, the case ends."
    ),
    LenderAnswerKind.OFFERS_TERMS: lazy(
        "The sides negotiate from here; on the next page you write the terms."
    ),
    LenderAnswerKind.CONTESTS: lazy(
        "The sides negotiate from here, and either may ask for a mediator."
    ),
    LenderAnswerKind.NOT_US: lazy(
        "You lose sight of the case at once, and an officer looks for the right company."
    ),
    LenderAnswerKind.CANNOT_IDENTIFY: lazy(
        "The complainant is asked whether you may know the name; until then you need not answer."
    ),
}


@bp.route("/cases/<reference>/answer", methods=["GET", "POST"])
def answer(reference: str) -> Any:
    """The lender's answer: a form for the company that answers, its text for everybody else."""
    case = open_case(reference)
    if not _may_answer(case):
        return _read(case)
    form = _blank(case)
    if not form.accepted() or not _fits(case, form):
        return _form(case, form)
    if not form.is_sure:
        return _ask(case, form)
    with on_case(case, current_actor()) as (case, actor):
        answer_complaint(case, form.reply(), actor=actor, now=clock.now())
    if form.kind.data is LenderAnswerKind.NOT_US:
        tell(lazy("Sent. The case is taken off your desk."))
        return redirect("/cases", code=303)
    if form.kind.data is LenderAnswerKind.OFFERS_TERMS:
        return done(case, lazy("Your answer is sent. Now write the terms you offer."), "/offers")
    return done(case, lazy("Your answer is sent. The complainant was told."))


def _blank(case: Case) -> AnswerForm:
    form = AnswerForm.from_request()
    if not case.identity_withheld:
        named = LenderAnswerKind.CANNOT_IDENTIFY
        form.kind.options = [option for option in form.kind.options if option.value != named]
    return form


def _may_answer(case: Case) -> bool:
    actor = current_actor()
    return (
        may(actor, Action.ANSWER_COMPLAINT, case)
        and case.stage is Stage.WITH_LENDER
        and case.paused_since_at is None
    )


def _fits(case: Case, form: AnswerForm) -> bool:
    try:
        check_reply(case, form.reply(), actor=current_actor(), now=clock.now())
    except Refused as error:
        put_beside_field(form, error, FIELD_OF)
        return False
    return True


def _form(case: Case, form: AnswerForm) -> str:
    return act_page(
        "answers/answer.html",
        case,
        form,
        due=own_due(case, current_actor(), "lender_answer"),
        standstill=admission.standstill(case, current_actor().organisation_id),
        given=_given(case),
    )


def _ask(case: Case, form: AnswerForm) -> str:
    kind = form.kind.data
    return ask_again(
        case,
        form,
        title=lazy("Send this answer?"),
        means=[
            f"lenderanswerkind.{kind}",
            FOLLOWS[kind],
            lazy("An answer that was sent cannot be changed or taken back."),
        ],
        button=lazy("Send the answer"),
        shown=[
            (lazy("Your words to the complainant"), form.to_complainant.data),
            (lazy("For the mediation body only"), form.to_body.data),
            (
                lazy("Reasons"),
                "\n".join(say(f"contest.{reason}") for reason in form.reasons.data),
            ),
            (lazy("If it is not you: which company is it"), form.names_company.data),
        ],
    )


def _given(case: Case) -> list[answers.Given]:
    return answers.given(case, actor=current_actor())


def _read(case: Case) -> str:
    return act_page("answers/given.html", case, given=_given(case))


@bp.route("/cases/<reference>/standstill", methods=["GET", "POST"])
def standstill(reference: str) -> Any:
    """Whether collection rests while the case is open; may be answered anew."""
    case = case_for(reference, Action.ANSWER_STANDSTILL, Event.STANDSTILL_ANSWERED)
    asked = admission.standstill(case, current_actor().organisation_id)
    form = StandstillForm.from_request(
        answer=asked and asked.answer, until_on=asked and asked.until_on
    )
    if form.accepted():
        try:
            with on_case(case, current_actor()) as (fresh, actor):
                answer_standstill(
                    fresh,
                    answer=form.answer.data,
                    until_on=form.until_on.data,
                    actor=actor,
                    now=clock.now(),
                )
            return done(case, lazy("Your answer is recorded. The complainant was told."))
        except Refused as error:
            put_beside_field(form, error, FIELD_OF)
    return act_page("answers/standstill.html", case, form, asked=asked)


@bp.route("/cases/<reference>/relief", methods=["GET", "POST"])
def relief(reference: str) -> Any:
    """Say whether what the lender did or promises is enough."""
    case = case_for(reference, Action.ANSWER_RELIEF, Event.RELIEF_ACCEPTED)
    form = ReliefForm.from_request()
    if not form.accepted():
        return act_page(
            "answers/relief.html",
            case,
            form,
            given=_given(case)[:1],
            due=own_due(case, current_actor(), "relief_reply"),
        )
    if not form.is_sure:
        return _ask_relief(case, form)
    verb = accept_relief if form.reply.data == "accept" else decline_relief
    with on_case(case, current_actor()) as (case, actor):
        verb(case, actor=actor, now=clock.now())
    if form.reply.data == "accept":
        return done(case, lazy("Your case has ended. The company was told."))
    return done(case, lazy("Recorded. The talks with the company begin."))


def _ask_relief(case: Case, form: ReliefForm) -> str:
    reply = form.reply.data
    return ask_again(
        case,
        form,
        title=lazy("Is this your answer?"),
        means=[f"relief.{reply}", f"relief.{reply}.means"],
        button=lazy("Yes, this is my answer"),
    )


@bp.route("/cases/<reference>/relief/end", methods=["GET", "POST"])
def unheard(reference: str) -> Any:
    """Close a case in which the lender acted and the complainant is not heard of."""
    case = case_for(reference, Action.CLOSE_CASE, Event.RELIEF_UNANSWERED)
    form = Unfilled.from_request()
    if form.accepted():
        with on_case(case, current_actor()) as (case, actor):
            close_unheard(case, actor=actor, now=clock.now())
        return done(case, lazy("The case is closed; nothing counts as waived."))
    return act_page("answers/unheard.html", case, form, given=_given(case)[:1])
