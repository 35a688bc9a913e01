"""Pages on which an officer decides on a complaint, and a complainant asks for a review."""

from typing import Any

from flask import Blueprint, abort

from mediation import clock
from mediation.domain.admission import WHERE_INSTEAD, Verdict, first_to_answer, may_answer
from mediation.domain.events import Event
from mediation.domain.outcomes import Decline
from mediation.domain.parties import ConsentKind
from mediation.domain.permissions import Action, may
from mediation.models.cases import Case
from mediation.queries import admission
from mediation.queries.parties import told_of_filing
from mediation.queries.twins import related_cases
from mediation.services.admission import (
    admit_case,
    decline_case,
    overturn_decline,
    request_review,
    return_case,
    uphold_decline,
)
from mediation.transaction import on_case
from mediation.web.act_pages import act_page, ask_again, case_for, done
from mediation.web.forms.admission import (
    AdmissionForm,
    DeclineForm,
    ReturnForm,
    ReviewForm,
    ReviewRequestForm,
)
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import say
from mediation.wording.catalogue import lazy

bp = Blueprint("admission", __name__)


@bp.route("/cases/<reference>/admission", methods=["GET", "POST"])
def admit(reference: str) -> Any:
    """What is there and what is missing; admit, or one of the other ways."""
    case = case_for(reference, Action.ADMIT_CASE, Event.CASE_ADMITTED)
    found = admission.respondents(case)
    able = [one for one in found if may_answer(one.company)]
    form = AdmissionForm.from_request(answering=_proposed(found))
    form.answering.options = [
        (
            str(one.company.organisation_id),
            one.name,
            say(f"companyrole.{one.company.role}"),
            "",
            False,
        )
        for one in able
    ]
    if able and form.accepted():
        with on_case(case, current_actor()) as (case, actor):
            admit_case(case, answering_id=form.answering.data, actor=actor, now=clock.now())
        return done(
            case, lazy("Admitted. The company has the case and was asked for a standstill.")
        )
    agreed = admission.consents(case)
    return act_page(
        "admission/admit.html",
        case,
        form,
        companies=found,
        related=related_cases(case, actor=current_actor()),
        able=able,
        may_pass_on=ConsentKind.PASS_TO_LENDER in agreed,
        view_seen=admission.may_be_put(case),
        asked_to_look=admission.is_asked_to_look(case),
        told=told_of_filing(case),
        consents=[(kind, kind in agreed) for kind in ConsentKind],
    )


def _proposed(found: list[admission.Respondent]) -> int | None:
    company = first_to_answer([one.company for one in found])
    return company.organisation_id if company else None


@bp.route("/cases/<reference>/return", methods=["GET", "POST"])
def send_back(reference: str) -> Any:
    """Send a complaint back for more."""
    case = case_for(reference, Action.ADMIT_CASE, Event.CASE_RETURNED)
    form = ReturnForm.from_request()
    if form.accepted():
        with on_case(case, current_actor()) as (case, actor):
            return_case(
                case,
                missing=form.missing.data,
                words=form.words.data,
                actor=actor,
                now=clock.now(),
            )
        return done(case, lazy("Returned. The complainant was told what is missing."))
    return act_page("admission/return.html", case, form)


@bp.route("/cases/<reference>/decline", methods=["GET", "POST"])
def decline(reference: str) -> Any:
    """Do not admit; asked once more, since it closes the case."""
    case = case_for(reference, Action.ADMIT_CASE, Event.CASE_DECLINED)
    form = DeclineForm.from_request()
    if not form.accepted():
        return act_page("admission/decline.html", case, form, where=WHERE_INSTEAD)
    if not form.is_sure:
        return _ask_decline(case, form)
    with on_case(case, current_actor()) as (case, actor):
        decline_case(
            case, reason=form.reason.data, words=form.words.data, actor=actor, now=clock.now()
        )
    return done(case, lazy("Not admitted. The complainant was told why and where to go instead."))


def _ask_decline(case: Case, form: DeclineForm) -> str:
    return ask_again(
        case,
        form,
        title=lazy("Do you decline this complaint?"),
        means=[
            f"decline.{form.reason.data}",
            lazy("The case is closed at once, and the complainant is told."),
            lazy("You cannot take this back: only another officer can, if a review is asked for."),
        ],
        button=lazy("Decline the complaint"),
        shown=[(lazy("Your reasons, in words the complainant understands"), form.words.data)],
    )


@bp.get("/cases/<reference>/decline/reasons")
def declined(reference: str) -> str:
    """Why a complaint was not admitted, where to go instead, and what became of the review."""
    case = open_case(reference)
    decision = admission.last_decision(case, Verdict.DECLINED)
    actor = current_actor()
    if decision is None or not (
        may(actor, Action.REQUEST_REVIEW, case) or may(actor, Action.REVIEW_DECLINE, case)
    ):
        abort(404)
    reason = Decline(decision.reasons)
    return act_page(
        "admission/declined.html",
        case,
        decision=decision,
        reason=reason,
        where=WHERE_INSTEAD[reason],
        may_ask=may(actor, Action.REQUEST_REVIEW, case) and decision.review_asked_at is None,
    )


@bp.route("/cases/<reference>/decline/review", methods=["GET", "POST"])
def ask_review(reference: str) -> Any:
    """Ask that another officer look again."""
    case = case_for(reference, Action.REQUEST_REVIEW, Event.DECLINE_REVIEW_REQUESTED)
    form = ReviewRequestForm.from_request()
    if form.accepted():
        with on_case(case, current_actor()) as (case, actor):
            request_review(case, words=form.words.data, actor=actor, now=clock.now())
        return done(case, lazy("Another officer will look at it. You will be told what they find."))
    return act_page("admission/ask_review.html", case, form)


@bp.route("/cases/<reference>/decline/review/finding", methods=["GET", "POST"])
def review(reference: str) -> Any:
    """Look again at what another officer declined."""
    case = case_for(reference, Action.REVIEW_DECLINE, Event.DECLINE_OVERTURNED)
    decision = admission.last_decision(case, Verdict.DECLINED) or abort(404)
    form = ReviewForm.from_request()
    if not form.accepted():
        return act_page(
            "admission/review.html",
            case,
            form,
            decision=decision,
            own=decision.by_id == current_actor().account_id,
        )
    if not form.is_sure:
        return _ask_review(case, form)
    verb = uphold_decline if form.finding.data == "upheld" else overturn_decline
    with on_case(case, current_actor()) as (case, actor):
        verb(case, words=form.words.data, actor=actor, now=clock.now())
    return done(case, lazy("Your finding is recorded and the complainant was told."))


def _ask_review(case: Case, form: ReviewForm) -> str:
    return ask_again(
        case,
        form,
        title=lazy("Is this your finding?"),
        means=[f"review.{form.finding.data}", f"review.{form.finding.data}.means"],
        button=lazy("Record this finding"),
        shown=[(lazy("Your reasons, in words the complainant understands"), form.words.data)],
    )
