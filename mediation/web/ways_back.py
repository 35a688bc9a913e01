"""Ways back to a draft, the receipt of what was filed, and leaving no trace on this device."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, request
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.accounts import token_hash
from mediation.domain.intake import Step, lane_of, left_to_do
from mediation.models.intake import Draft
from mediation.queries import intake
from mediation.queries.complaints import complaint_of
from mediation.queries.intake import content_of, files_of
from mediation.queries.parties import told_of_filing
from mediation.queries.twins import may_be_taken_up
from mediation.services.drafts import adopt_draft, delete_draft, link_to_draft, send_link
from mediation.services.intake import view_of
from mediation.services.sessions import open_visit
from mediation.transaction import transaction
from mediation.web.drafts import filed_here, forget_draft, keep_draft, on_draft, unfinished
from mediation.web.filing_steps import path_of
from mediation.web.locale import current_locale
from mediation.web.login import current_actor, keep_token
from mediation.web.pages import show, tell
from mediation.web.visitors import device_name
from mediation.wording.complaints import Teller

bp = Blueprint("ways_back", __name__)


@bp.get("/file/later")
def later() -> Any:
    """What was kept, until when, and how to come back to it."""
    draft = unfinished()
    if draft is None:
        return redirect("/file", code=303)
    return show("intake/later.html", draft=draft, link="")


@bp.post("/file/link")
def link() -> Any:
    """A link that opens the draft on another device: sent to the proven contact, or shown."""
    draft = unfinished()
    if draft is None:
        return redirect("/file", code=303)
    with on_draft(draft) as fresh:
        if request.form.get("by") == "message":
            send_link(fresh, now=clock.now())
            token = ""
        else:
            token = link_to_draft(fresh, now=clock.now())
    if not token:
        tell("The link is on its way to your contact.")
        return redirect("/file/later", code=303)
    return show(
        "intake/later.html",
        draft=draft,
        link=f"{current_app.config['BASE_URL']}/file/resume/{token}",
    )


@bp.route("/file/resume/<token>", methods=["GET", "POST"])
def resume(token: str) -> Any:
    """Open a draft by its link. Looking at the page uses nothing up; mail scanners may."""
    draft = intake.draft_of_token(token_hash(token), as_of=clock.now())
    if draft is None or draft.filing_id is not None or draft.entered_by_id is not None:
        return show("intake/resume.html", draft=None), 404
    if request.method == "POST":
        keep_draft(token)
        return redirect(_where_left(draft), code=303)
    return show("intake/resume.html", draft=draft)


@bp.post("/file/drafts/<id:draft_id>/resumption")
def take_up(draft_id: int) -> Response:
    """Go on with a draft of the same account, or of the same proven contact."""
    actor = current_actor()
    now = clock.now()
    here = unfinished()
    here_id = here.id if here is not None else draft_id
    with transaction():
        # In the order of their numbers, so that of two who come across none waits for the other.
        found = {each: intake.draft_again(each) for each in sorted({draft_id, here_id})}
        draft = found[draft_id] or abort(404)
        begun = found[here_id] if here is not None else None
        if not may_be_taken_up(draft, here=begun, actor=actor, as_of=now):
            abort(404)
        token = link_to_draft(draft, now=now)
        adopt_draft(draft, actor=actor)
    keep_draft(token)
    return redirect(_where_left(draft), code=303)


def _where_left(draft: Draft) -> str:
    """The first step that still lacks something."""
    content, files = content_of(draft), files_of(draft)
    left = left_to_do(content, proven=draft.proven_at is not None, view=view_of(content, files))
    return path_of(left[0] if left else Step.CHECK)


@bp.route("/file/deletion", methods=["GET", "POST"])
def delete() -> Any:
    """Asks once more, then deletes the draft with everything in it."""
    draft = unfinished()
    if draft is None:
        return redirect("/file", code=303)
    if request.method == "POST":
        with on_draft(draft) as fresh:
            delete_draft(fresh, actor=current_actor(), now=clock.now())
        forget_draft()
        tell("The draft is deleted. Nothing of it is kept.")
        return redirect("/", code=303)
    return show("intake/delete.html", draft=draft, lane=lane_of(content_of(draft)))


@bp.get("/file/receipt")
def receipt() -> Any:
    """Number and follow-up code, on screen and on paper; for a day, on this device only."""
    draft = filed_here()
    if draft is None or draft.filing_id is None:
        return redirect("/status", code=303)
    found = intake.cases_of(draft.filing_id)
    return show(
        "intake/receipt.html",
        cases=found,
        complaint=complaint_of(found[0]),
        teller=Teller(current_locale()),
        by_staff=draft.entered_by_id is not None,
        told=told_of_filing(found[0]),
        until=draft.expires_at,
    )


@bp.post("/file/receipt/visit")
def visit() -> Response:
    """From the receipt straight into the case, as with its follow-up code."""
    draft = filed_here()
    if draft is None or draft.filing_id is None or draft.entered_by_id is not None:
        return redirect("/status", code=303)
    wanted = request.form.get("reference", "")
    found = next((row for row in intake.cases_of(draft.filing_id) if row.reference == wanted), None)
    if found is None:
        abort(404)
    reference, case_id = found.reference, found.id
    if current_actor().account_id is None:
        with transaction():
            token = open_visit(case_id, device=device_name(), now=clock.now())
        keep_token(token)
    return redirect(f"/cases/{reference}", code=303)


@bp.post("/file/receipt/forgetting")
def forget() -> Response:
    """On a shared device: leave no way back to the receipt."""
    forget_draft()
    tell("This device no longer shows the receipt.")
    return redirect("/", code=303)
