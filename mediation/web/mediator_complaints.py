"""Complaints about a mediator: made by a side, answered by an officer, past the mediator."""

from typing import Any

from flask import Blueprint, abort, redirect, request

from mediation import clock
from mediation.domain.events import Event
from mediation.domain.permissions import Action
from mediation.queries import cases, mediator_complaints
from mediation.queries.assignment import last_mediator_id
from mediation.queries.buckets import bucket_counts
from mediation.services.mediator_complaints import (
    answer_mediator_complaint,
    complain_of_mediator,
)
from mediation.transaction import on_case
from mediation.web.act_pages import act_page, case_for, done
from mediation.web.buckets import count_words, present
from mediation.web.converters import key
from mediation.web.forms.assignment import ComplaintAnswerForm, MediatorComplaintForm
from mediation.web.login import current_actor
from mediation.web.pages import show, tell
from mediation.wording.catalogue import lazy

bp = Blueprint("mediator_complaints", __name__)


@bp.route("/cases/<reference>/mediator-complaint", methods=["GET", "POST"])
def complain(reference: str) -> Any:
    """Complain about the mediator, and read what was answered before."""
    case = case_for(reference, Action.COMPLAIN_OF_MEDIATOR, Event.MEDIATOR_COMPLAINED_OF)
    form = MediatorComplaintForm.from_request()
    if form.accepted():
        with on_case(case, current_actor()) as (case, actor):
            complain_of_mediator(case, words=form.words.data, actor=actor, now=clock.now())
        return done(
            case, lazy("Received. It goes past the mediator; you get an answer in writing.")
        )
    return act_page(
        "assignment/complain.html",
        case,
        form,
        made=mediator_complaints.own(case, actor=current_actor()),
        has_mediator=last_mediator_id(case) is not None,
    )


@bp.get("/mediator-complaints")
def index() -> str:
    """What was complained of in this body, without what concerns the reader."""
    found = mediator_complaints.listed(
        actor=current_actor(), before=request.args.get("before", type=key)
    )
    page = found[: mediator_complaints.PAGE]
    name = "mediator_complaints"
    counts = bucket_counts((name,), actor=current_actor(), present=present())
    return show(
        "assignment/complaints.html",
        complaints=page,
        waiting=count_words(counts[name]),
        after=page[-1].complaint.id if len(found) > len(page) else None,
    )


@bp.route("/mediator-complaints/<id:complaint_id>", methods=["GET", "POST"])
def answer(complaint_id: int) -> Any:
    """One complaint about a mediator, and its answer."""
    found = mediator_complaints.by_id(complaint_id, actor=current_actor()) or abort(404)
    case = cases.by_reference(found.reference, actor=current_actor()) or abort(404)
    form = ComplaintAnswerForm.from_request()
    if form.accepted():
        with on_case(case, current_actor()) as (case, actor):
            again = mediator_complaints.by_id(complaint_id, actor=actor) or abort(404)
            answer_mediator_complaint(
                again.complaint, case, answer=form.answer.data, actor=actor, now=clock.now()
            )
        tell(lazy("Answered. The side that complained was told."))
        return redirect("/mediator-complaints", code=303)
    return act_page("assignment/complaint.html", case, form, found=found)


@bp.get("/supervision/mediator-complaints")
def overseen() -> str:
    """For a supervisor: about whom complaints were made, and whether each was answered."""
    found = mediator_complaints.overseen(
        actor=current_actor(), before=request.args.get("before", type=key)
    )
    page = found[: mediator_complaints.PAGE]
    after = page[-1].id if len(found) > len(page) else None
    return show("supervision/complaints.html", complaints=page, after=after)
