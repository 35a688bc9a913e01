"""Filing: choose a lane, answer one question a page, prove the contact, check, file, receipt."""

from typing import Any

from flask import Blueprint, abort, redirect, request

from mediation import clock
from mediation.domain.accounts import token_hash
from mediation.domain.complaints import complaints_of
from mediation.domain.disclosure import lender_view
from mediation.domain.errors import Refused
from mediation.domain.intake import (
    Step,
    answer,
    left_to_do,
    name_of,
    place_of,
    reached_at,
    steps_of,
)
from mediation.domain.lanes import Lane
from mediation.domain.parties import PartyKind
from mediation.domain.siblings import mentions_in
from mediation.models.intake import Draft
from mediation.queries.intake import content_of, files_of
from mediation.queries.twins import twins_of
from mediation.services.drafts import (
    choose_lane,
    keep_typed,
    mark_view_seen,
    save_step,
    start_draft,
)
from mediation.services.intake import attached, file_complaint, view_of
from mediation.services.proofs import is_code_sent, prove_contact, send_code, vouch_for_contact
from mediation.transaction import transaction
from mediation.web.drafts import begun_here, draft_here, keep_draft, on_draft, unfinished
from mediation.web.filing_steps import (
    FORMS,
    answers_of,
    form_of,
    path_after,
    path_of,
    show_step,
    typed_now,
)
from mediation.web.forms.intake import CodeForm, FileForm, LaneForm, VouchForm
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.pages import show, tell
from mediation.web.summaries import summary_of
from mediation.web.visitors import client_address
from mediation.wording.complaints import Teller, written_phone

bp = Blueprint("intake", __name__)


@bp.route("/file", methods=["GET", "POST"])
def start() -> Any:
    """The first question; whoever has begun already is asked whether to go on."""
    form = LaneForm.from_request(lane=request.args.get("lane"))
    if form.accepted():
        with transaction():
            draft, token = start_draft(
                lane=form.lane.data,
                locale=current_locale(),
                actor=current_actor(),
                now=clock.now(),
            )
            way_on = path_of(steps_of(content_of(draft))[1])
        keep_draft(token)
        return redirect(way_on, code=303)
    begun = begun_here() if request.method == "GET" and "new" not in request.args else []
    # How many there are depends on the answer; most lanes have as many as this one.
    _, steps = place_of(Step.LANE, {"lane": Lane.FEES})
    return show("intake/start.html", form=form, begun=begun, steps=steps)


@bp.route("/file/<step>", methods=["GET", "POST"])
def step(step: str) -> Any:
    """A step that asks plain fields; whatever is typed is kept, right or wrong."""
    draft = unfinished()
    if draft is None:
        return redirect("/file", code=303)
    content = content_of(draft)
    if step not in set(FORMS):
        abort(404)
    here = Step(step)
    if here not in steps_of(content):
        return redirect(path_of(steps_of(content)[0]), code=303)
    form = form_of(here, content)
    if request.method == "POST":
        if form.validate():
            return redirect(_save(draft, here, answers_of(form)), code=303)
        with on_draft(draft) as fresh:
            keep_typed(fresh, here, typed=typed_now(), now=clock.now())
        if "later" in request.form:
            return redirect("/file/later", code=303)
    return show_step("intake/step.html", draft, here, form=form)


def _save(draft: Draft, here: Step, answers: dict[str, Any]) -> str:
    """Keep the answers of a step; where the way goes on."""
    with on_draft(draft) as fresh:
        if here is Step.LANE:
            choose_lane(fresh, lane=answers["lane"], now=clock.now())
        elif answers.get("kind") == PartyKind.BYSTANDER:
            # Whoever borrowed nothing has a way of their own.
            choose_lane(fresh, lane=Lane.BYSTANDER, now=clock.now())
            here = Step.LANE
        else:
            save_step(fresh, here, answers=answers, now=clock.now())
        content = content_of(fresh)
    return "/file/later" if "later" in request.form else path_after(here, content)


@bp.route("/file/code", methods=["GET", "POST"])
def code() -> Any:
    """Prove the contact by a code; an officer vouches for it instead."""
    draft = unfinished()
    if draft is None:
        return redirect("/file", code=303)
    content = content_of(draft)
    form = VouchForm.from_request() if draft.entered_by_id else CodeForm.from_request()
    if request.method == "POST" and _code_accepted(draft, form):
        return redirect(path_after(Step.CODE, content), code=303)
    if request.method == "POST" and not form.errors:
        return redirect(request.full_path.rstrip("?"), code=303)
    channel, address = reached_at(answer(content, Step.CONTACT))
    return show_step(
        "intake/code.html",
        draft,
        Step.CODE,
        form=form,
        channel=channel,
        address=written_phone(address),
        proven=draft.proven_at is not None,
        sent=is_code_sent(draft, now=clock.now()),
        way_on=path_after(Step.CODE, content),
    )


def _code_accepted(draft: Draft, form: Any) -> bool:
    """Act on what was sent: ask for a code, type it in, or vouch. True when it is proven."""
    if draft.proven_at is not None:
        return True  # The answer to the right code was lost on its way, and it comes again.
    if draft.entered_by_id is None and request.form.get("act") == "send":
        with on_draft(draft) as fresh:
            send_code(fresh, origin=client_address(), now=clock.now())
        tell("The code is on its way. It works for 10 minutes.")
        return False
    if not form.validate():
        return False
    with on_draft(draft) as fresh:
        if draft.entered_by_id is not None:
            vouch_for_contact(fresh, actor=current_actor(), now=clock.now())
            return True
        right = prove_contact(fresh, code=form.code.data, now=clock.now())
    if not right:
        form.refuse("code", Refused("code_wrong"))
    return right


@bp.route("/file/view", methods=["GET", "POST"])
def view() -> Any:
    """Exactly what the lender will see, of each loan its own."""
    draft = unfinished()
    if draft is None:
        return redirect("/file", code=303)
    content, files = content_of(draft), files_of(draft)
    if request.method == "POST":
        with on_draft(draft) as fresh:
            seen = view_of(content_of(fresh), files_of(fresh))
            if seen == request.form.get("view"):
                mark_view_seen(fresh, view=seen, now=clock.now())
                return redirect(path_after(Step.VIEW, content), code=303)
        tell("Something has changed meanwhile. Please look once more.", kind="warn")
        return redirect(path_of(Step.VIEW), code=303)
    complaints = complaints_of(content, attached(content, files))
    return show_step(
        "intake/view.html",
        draft,
        Step.VIEW,
        views=[lender_view(complaint) for complaint in complaints],
        mentions=mentions_in(complaints),
        fingerprint=view_of(content, files),
        teller=Teller(current_locale()),
    )


@bp.route("/file/check", methods=["GET", "POST"])
def check() -> Any:
    """All answers once more, each with a way to change it; then the button that files."""
    draft = draft_here()
    if draft is None:
        return redirect("/file", code=303)
    if draft.filing_id is not None:
        return redirect("/file/receipt", code=303)
    form = FileForm.from_request()
    if form.accepted():
        return redirect(_file(draft, form.once.data), code=303)
    content, files = content_of(draft), files_of(draft)
    left = left_to_do(content, proven=draft.proven_at is not None, view=view_of(content, files))
    return show_step(
        "intake/check.html",
        draft,
        Step.CHECK,
        form=form,
        parts=summary_of(content, files, current_locale()),
        left=[(step, name_of(step, content)) for step in left],
        twins=twins_of(draft, as_of=clock.now()),
    )


def _file(draft: Draft, once: str) -> str:
    """File, or find that another copy of the same form has filed already."""
    with on_draft(draft) as fresh:
        if fresh.filing_id is None:
            file_complaint(fresh, once=token_hash(once), actor=current_actor(), now=clock.now())
    return "/file/receipt"
