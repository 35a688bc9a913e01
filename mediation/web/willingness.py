"""Pages on which each side says whether it will mediate, and an officer asks and records."""

from typing import Any

from flask import Blueprint

from mediation import clock
from mediation.domain.assignment import BOTH
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import is_possible
from mediation.domain.permissions import Action, may
from mediation.domain.spaces import SIDE_OF
from mediation.models.cases import Case
from mediation.queries import assignment
from mediation.services.willingness import (
    answer_willingness,
    ask_willingness,
    close_unreachable,
    record_willingness,
    request_mediation,
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
from mediation.web.forms.assignment import (
    YES_OR_NO,
    RecordedForm,
    UnreachableForm,
    WillingnessForm,
)
from mediation.web.forms.closure import MediationRequestForm
from mediation.web.forms.sure import Unfilled
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import say
from mediation.wording.catalogue import lazy

bp = Blueprint("willingness", __name__)

A_NO_CLOSES = (
    lazy("A no ends the attempt: the case is closed as “no settlement”, and both sides are told."),
    lazy("Nobody loses a right by it: court and, if agreed, arbitration stay open."),
)


@bp.route("/cases/<reference>/mediation-request", methods=["GET", "POST"])
def request_mediator(reference: str) -> Any:
    """Ask for a mediator instead of going on alone."""
    case = case_for(reference, Action.REQUEST_MEDIATION, Event.MEDIATION_REQUESTED)
    form = MediationRequestForm.from_request()
    if not form.accepted():
        return act_page("assignment/request.html", case, form)
    if not form.is_sure:
        return ask_again(
            case,
            form,
            title=lazy("Ask for a mediator?"),
            means=[
                lazy("By asking you say yes to mediation for your own side; it is recorded."),
                lazy("The direct talks end. The other side is asked, and may say no."),
            ],
            button=lazy("Ask for a mediator"),
            shown=[(lazy("What should the mediator know first?"), form.words.data)],
        )
    with on_case(case, current_actor()) as (case, actor):
        request_mediation(case, words=form.words.data, actor=actor, now=clock.now())
    return done(case, lazy("Recorded. An officer asks the other side and looks for a mediator."))


@bp.route("/cases/<reference>/willingness", methods=["GET", "POST"])
def answer(reference: str) -> Any:
    """One's own yes or no; officers see both and what they can do."""
    case = open_case(reference)
    actor = current_actor()
    if not may(actor, Action.ANSWER_WILLINGNESS, case):
        return _overview(case)
    case_for(reference, Action.ANSWER_WILLINGNESS, Event.WILLINGNESS_GIVEN)
    form = WillingnessForm.from_request()
    if not form.accepted():
        own = assignment.open_questions(case).get(SIDE_OF[actor.role])
        return act_page(
            "assignment/willingness.html",
            case,
            form,
            own=own,
            due=own_due(case, current_actor(), "willingness"),
        )
    if form.willing.data == "no" and not form.is_sure:
        return _ask_no(case, form)
    with on_case(case, actor) as (case, actor):
        answer_willingness(
            case,
            willing=YES_OR_NO[form.willing.data],
            words=form.words.data,
            actor=actor,
            now=clock.now(),
        )
    return done(case, lazy("Your answer is recorded."))


def _ask_no(case: Case, form: WillingnessForm) -> str:
    return ask_again(
        case,
        form,
        title=lazy("Do you not want a mediator?"),
        means=A_NO_CLOSES,
        button=lazy("No, I do not want a mediator"),
        shown=[(lazy("Anything you want to add"), form.words.data)],
    )


def _overview(case: Case) -> str:
    questions = assignment.open_questions(case)
    return act_page(
        "assignment/overview.html",
        case,
        sides=[(side, questions.get(side)) for side in BOTH],
        running=assignment.running(case),
        may_ask=may(current_actor(), Action.ASK_WILLINGNESS, case)
        and is_possible(
            case.stage, Event.WILLINGNESS_ASKED, paused=case.paused_since_at is not None
        ),
    )


@bp.post("/cases/<reference>/willingness/question")
def ask(reference: str) -> Any:
    """Ask, or remind, whoever has not answered."""
    case = case_for(reference, Action.ASK_WILLINGNESS, Event.WILLINGNESS_ASKED)
    if Unfilled.from_request().accepted():
        with on_case(case, current_actor()) as (case, actor):
            ask_willingness(case, actor=actor, now=clock.now())
    return done(case, lazy("Asked. Silence will not be taken for a yes."), "/willingness")


@bp.route("/cases/<reference>/willingness/record", methods=["GET", "POST"])
def write_down(reference: str) -> Any:
    """Write down an answer that came by telephone, on paper or in person."""
    case = case_for(reference, Action.ASK_WILLINGNESS, Event.WILLINGNESS_GIVEN)
    form = RecordedForm.from_request()
    if not form.accepted():
        return act_page("assignment/record.html", case, form)
    if not form.is_sure:
        return _ask_recorded(case, form)
    with on_case(case, current_actor()) as (case, actor):
        record_willingness(
            case,
            side=form.side.data,
            willing=YES_OR_NO[form.willing.data],
            channel=form.channel.data,
            words=form.words.data,
            actor=actor,
            now=clock.now(),
        )
    return done(case, lazy("The answer is recorded with how it reached you."), "")


def _ask_recorded(case: Case, form: RecordedForm) -> str:
    said_no = form.willing.data == "no"
    means = A_NO_CLOSES if said_no else (lazy("You record it as that side's own words."),)
    return ask_again(
        case,
        form,
        title=lazy("Record this answer?"),
        means=[f"willing.heard_{form.willing.data}", *means],
        button=lazy("Record the answer"),
        shown=[
            (lazy("Who answered?"), say(f"side.{form.side.data}")),
            (lazy("How did it reach you?"), say(f"channel.{form.channel.data}")),
            (lazy("Who said it, when, in which words"), form.words.data),
        ],
    )


@bp.route("/cases/<reference>/unreachable", methods=["GET", "POST"])
def unreachable(reference: str) -> Any:
    """End honestly where a side cannot be reached in any way."""
    case = case_for(reference, Action.ASK_WILLINGNESS, Event.PARTY_UNREACHABLE)
    form = UnreachableForm.from_request()
    if not form.accepted():
        return act_page("assignment/unreachable.html", case, form)
    if not form.is_sure:
        return ask_again(
            case,
            form,
            title=lazy("Close the case because a side cannot be reached?"),
            means=[
                lazy("The case is closed as “no settlement: could not be reached”."),
                lazy("That side has neither agreed nor waived anything, and owes nothing by it."),
            ],
            button=lazy("Close the case"),
            shown=[
                (lazy("Who cannot be reached?"), say(f"side.{form.side.data}")),
                (lazy("When each was tried, and what happened"), form.words.data),
            ],
        )
    try:
        with on_case(case, current_actor()) as (fresh, actor):
            close_unreachable(
                fresh,
                side=form.side.data,
                tried=form.tried.data,
                words=form.words.data,
                actor=actor,
                now=clock.now(),
            )
        return done(case, lazy("The case is closed. Both sides were told."))
    except Refused as error:
        put_beside_field(form, error, {"channel_untried": "tried"})
        return act_page("assignment/unreachable.html", case, form)
