"""The step that asks what the lane wants to know: of each loan by itself, where there are more."""

from typing import Any

from flask import Blueprint, redirect, request

from mediation import clock
from mediation.domain.intake import Content, Step, answer, has_several_loans, lane_of
from mediation.domain.lanes import Lane
from mediation.domain.questions import names_of
from mediation.queries.intake import content_of
from mediation.services.draft_rows import loan_with, loans_of
from mediation.services.drafts import keep_typed, save_details
from mediation.web.drafts import on_draft, unfinished
from mediation.web.filing_steps import (
    answers_of,
    came_from,
    form_on_page,
    path_after,
    show_step,
    typed_now,
)
from mediation.web.forms.questions import questions_form

bp = Blueprint("filing_details", __name__)


@bp.route("/file/details", methods=["GET", "POST"])
def details() -> Any:
    """The lane's own questions; with several loans once for each, so that none tells of another."""
    draft = unfinished()
    if draft is None:
        return redirect("/file", code=303)
    content, loans = content_of(draft), loans_of(draft)
    if not loans:
        return redirect("/file/loans", code=303)
    key = request.args.get("loan", default=loans[0]["key"], type=int)
    loan = loan_with(draft, key)
    first = key == loans[0]["key"]
    page = f"{Step.DETAILS}.{key}"
    form_class = questions_form(lane_of(content) or Lane.FEES, each_only=not first)
    kept = {**answer(content, Step.DETAILS), **loan.get("details", {})}
    form = form_on_page(page, form_class, content, kept)
    if request.method == "POST":
        if form.validate():
            with on_draft(draft) as fresh:
                save_details(fresh, key, answers=answers_of(form), now=clock.now())
            way_on = _next_loan(content, loans, key) or path_after(Step.DETAILS, content)
            return redirect("/file/later" if "later" in request.form else way_on, code=303)
        with on_draft(draft) as fresh:
            keep_typed(fresh, Step.DETAILS, typed=typed_now(), page=page, now=clock.now())
        if "later" in request.form:
            return redirect("/file/later", code=303)
    return show_step(
        "intake/details.html",
        draft,
        Step.DETAILS,
        form=form,
        loan=loan if has_several_loans(content) else None,
        number=[row["key"] for row in loans].index(key) + 1,
    )


def _next_loan(content: Content, loans: list[dict[str, Any]], key: int) -> str:
    """The page of the loan after this one, where the lane asks something of each."""
    lane = lane_of(content) or Lane.FEES
    keys = [row["key"] for row in loans]
    after = keys[keys.index(key) + 1 :]
    if not after or not names_of(lane, each=True):
        return ""
    return f"/file/details?loan={after[0]}" + (f"&from={Step.CHECK}" if came_from() else "")
