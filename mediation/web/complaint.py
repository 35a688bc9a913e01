"""The complaint of a case: as each reader may see it, and what its owner may change about it."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.admission import Verdict
from mediation.domain.complaints import Person
from mediation.domain.consents import ends_with
from mediation.domain.disclosure import lender_view
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.evidence import clean_name
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage, is_possible
from mediation.domain.outcomes import Missing
from mediation.domain.parties import OF_BYSTANDERS, ConsentKind, PartyKind
from mediation.domain.permissions import Action, may
from mediation.domain.roles import LENDERS, Desk, Role
from mediation.domain.spaces import is_inside
from mediation.gateways.files import receive
from mediation.models.cases import Case
from mediation.queries.admission import is_asked_to_look, last_decision, may_be_put
from mediation.queries.complaints import complaint_of, consents_of, lender_view_of
from mediation.services.completion import Addition, complete_complaint
from mediation.services.consents import give_consent, withdraw_consent
from mediation.services.parties import (
    add_representative,
    ask_to_look,
    reveal_identity,
    see_lender_view,
)
from mediation.transaction import on_case
from mediation.web.acts import can
from mediation.web.dates import own_due
from mediation.web.forms.completion import CompletionForm, completion_form
from mediation.web.forms.intake import RepresentativeForm
from mediation.web.frame import show_case
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import tell
from mediation.wording.complaints import Teller

bp = Blueprint("complaint", __name__)


@bp.get("/cases/<reference>/complaint")
def show(reference: str) -> str:
    """The complaint as it was filed; a lender gets what the complainant was shown it would get."""
    case = _case(reference)
    actor = current_actor()
    complaint = complaint_of(case)
    teller = Teller(current_locale())
    inside = is_inside(actor, case)
    if actor.role in LENDERS or (actor.role is Role.MEDIATOR and not inside):
        view, people = lender_view(complaint), ()
        if actor.role is Role.MEDIATOR:
            # Asked whether they take it: names show them their ties, a telephone number does not.
            view, people = replace(view, phone=""), complaint.people
        return show_case(
            "complaint/lender.html",
            case,
            tab="complaint",
            view=view,
            people=people,
            teller=teller,
        )
    return show_case(
        "complaint/show.html",
        case,
        tab="complaint",
        complaint=complaint,
        teller=teller,
        inside=inside,
        named=actor.desk is not Desk.SUPERVISOR or not case.identity_withheld,
        own=may(actor, Action.MANAGE_CONSENTS, case),
        may_add=may(actor, Action.ADD_PARTY, case),
        may_check=can(case, actor, Action.CHECK_AUTHORITY, Event.AUTHORITY_CHECKED),
    )


@bp.route("/cases/<reference>/lender-view", methods=["GET", "POST"])
def view(reference: str) -> Any:
    """Exactly what the lender sees of this case today."""
    case = _case_inside(reference)
    if _was_sent():
        return _see(case, request.form.get("view", ""))
    own, looked = may(current_actor(), Action.MANAGE_CONSENTS, case), may_be_put(case)
    return show_case(
        "complaint/view.html",
        case,
        tab="complaint",
        view=lender_view_of(case),
        teller=Teller(current_locale()),
        own=own,
        looked=looked,
        may_ask=not looked and _may_ask_to_look(case),
    )


def _see(case: Case, view: str) -> Response:
    with on_case(case, current_actor()) as (fresh, actor):
        unchanged = lender_view_of(fresh).fingerprint == view
        if unchanged:
            see_lender_view(fresh, view=view, actor=actor, now=clock.now())
    if not unchanged:
        tell("Something has changed meanwhile. Please look once more.", kind="warn")
        return redirect(f"/cases/{case.reference}/lender-view", code=303)
    tell("We have noted that you looked at it.")
    return redirect(f"/cases/{case.reference}/complaint", code=303)


def _may_ask_to_look(case: Case) -> bool:
    paused = case.paused_since_at is not None
    possible = is_possible(case.stage, Event.LENDER_VIEW_REQUESTED, paused=paused)
    allowed = possible and may(current_actor(), Action.ADMIT_CASE, case)
    return allowed and not is_asked_to_look(case)


@bp.post("/cases/<reference>/lender-view/request")
def ask_look(reference: str) -> Response:
    """Ask the complainant to look at what the company would see."""
    case = _case(reference)
    with on_case(case, current_actor()) as (fresh, actor):
        ask_to_look(fresh, actor=actor, now=clock.now())
    tell("The complainant was asked to look. You are told when they have.")
    return redirect(f"/cases/{reference}", code=303)


@bp.get("/cases/<reference>/consents")
def consents(reference: str) -> str:
    """Every consent: what it allows, since when, and what ends with it."""
    case = _case_inside(reference)
    rows = consents_of(case)
    running = {row.kind: row for row in rows if row.withdrawn_at is None}
    return show_case(
        "complaint/consents.html",
        case,
        tab="complaint",
        kinds=OF_BYSTANDERS if case.lane is Lane.BYSTANDER else list(ConsentKind),
        running=running,
        ends_with=ends_with,
        ended=[row for row in rows if row.withdrawn_at is not None],
        own=may(current_actor(), Action.MANAGE_CONSENTS, case),
    )


@bp.post("/cases/<reference>/consents/<kind>")
def give(reference: str, kind: str) -> Response:
    """Give a consent."""
    case = _case(reference)
    with on_case(case, current_actor()) as (fresh, actor):
        give_consent(fresh, kind=_kind(kind), actor=actor, now=clock.now())
    tell("Your consent is recorded.")
    return redirect(f"/cases/{reference}/consents", code=303)


@bp.post("/cases/<reference>/consents/<kind>/withdrawal")
def withdraw(reference: str, kind: str) -> Response:
    """Take a consent back."""
    case = _case(reference)
    with on_case(case, current_actor()) as (fresh, actor):
        withdraw_consent(fresh, kind=_kind(kind), actor=actor, now=clock.now())
    tell("Your consent is taken back. What was done before stays as it is.")
    return redirect(f"/cases/{reference}/consents", code=303)


@bp.route("/cases/<reference>/identity", methods=["GET", "POST"])
def identity(reference: str) -> Any:
    """Let the lender know who complains; asked once more, because it cannot be taken back."""
    case = _case(reference)
    if _was_sent():
        with on_case(case, current_actor()) as (fresh, actor):
            reveal_identity(fresh, actor=actor, now=clock.now())
        tell("The company can now see who complains.")
        return redirect(f"/cases/{reference}/complaint", code=303)
    return show_case(
        "complaint/identity.html",
        case,
        tab="complaint",
        complaint=complaint_of(case),
        own=may(current_actor(), Action.REVEAL_IDENTITY, case),
    )


@bp.route("/cases/<reference>/representative", methods=["GET", "POST"])
def representative(reference: str) -> Any:
    """Let somebody act for the complainant."""
    case = _case(reference)
    if not may(current_actor(), Action.ADD_PARTY, case):
        abort(403)
    form = RepresentativeForm.from_request()
    if form.accepted():
        person = Person(
            PartyKind(form.kind.data),
            form.name.data,
            phone=form.phone.data or "",
            email=form.email.data or "",
            authority={
                name: form[name].data
                for name in ("relation", "authority", "fee", "fee_fen")
                if form[name].data
            },
        )
        with on_case(case, current_actor()) as (fresh, actor):
            add_representative(fresh, person=person, actor=actor, now=clock.now())
        tell("%(name)s is now written down as acting in this case.", name=person.name)
        return redirect(f"/cases/{reference}/complaint", code=303)
    return show_case("complaint/representative.html", case, tab="complaint", form=form)


@bp.route("/cases/<reference>/completion", methods=["GET", "POST"])
def completion(reference: str) -> Any:
    """What a returned complaint lacks, and the form that adds it."""
    case = _case(reference)
    if not may(current_actor(), Action.COMPLETE_COMPLAINT, case):
        abort(403)
    decision = last_decision(case, Verdict.RETURNED)
    if case.stage is not Stage.RETURNED or decision is None:
        return redirect(f"/cases/{reference}", code=303)
    missing = [Missing(name) for name in decision.reasons.split(",") if name]
    form = completion_form(tuple(missing)).from_request()
    if form.accepted() and _complete(case, form, missing):
        if case.identity_withheld and may(current_actor(), Action.MANAGE_CONSENTS, case):
            tell("Added. One thing more: please look at what the company will now see.")
            return redirect(f"/cases/{reference}/lender-view", code=303)
        tell("Thank you. The officer looks at it again.")
        return redirect(f"/cases/{reference}", code=303)
    return show_case(
        "complaint/completion.html",
        case,
        tab="complaint",
        form=form,
        decision=decision,
        missing=missing,
        due=own_due(case, current_actor(), "completion"),
    )


def _complete(case: Case, form: CompletionForm, missing: list[Missing]) -> bool:
    """Keep the files first, then hand everything back; False where a file was refused."""
    files: list[Addition] = []
    for name, field in ((name, form.files_of(name)) for name in missing):
        if field is None:
            continue
        try:
            files += [
                Addition(name, receive(file.stream), clean_name(file.filename))
                for file in field.data
            ]
        except Refused as error:
            form.refuse(field.name, error)
            return False
    said = {name: form.words_of(name) for name in missing}
    with on_case(case, current_actor()) as (fresh, actor):
        complete_complaint(fresh, words=said, files=files, actor=actor, now=clock.now())
    return True


def _case(reference: str) -> Case:
    return open_case(reference)


def _case_inside(reference: str) -> Case:
    """The case, for those who may know what the complainant tells the body."""
    case = _case(reference)
    return case if is_inside(current_actor(), case) else abort(404)


def _kind(name: str) -> ConsentKind:
    return ConsentKind(name) if name in set(ConsentKind) else abort(404)


def _was_sent() -> bool:
    return request.method == "POST"
