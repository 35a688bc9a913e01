"""Steps of filing that are lists: loans and their companies, dated events, files."""

from datetime import date
from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.evidence import EvidenceKind, clean_name
from mediation.domain.intake import Step, has_several_loans, lane_of, rules_of_filing, steps_of
from mediation.domain.lanes import Lane
from mediation.domain.parties import CompanyRole
from mediation.gateways.files import Stored, receive
from mediation.models.intake import Draft
from mediation.models.organisations import Organisation
from mediation.queries import admission
from mediation.queries.intake import content_of, files_of
from mediation.queries.twins import twins_of
from mediation.services.draft_rows import (
    add_company,
    add_event,
    add_loan,
    change_loan,
    events_of,
    loan_with,
    loans_of,
    mark_unknown,
    remove_company,
    remove_event,
    remove_loan,
)
from mediation.services.drafts import attach_file, remove_file
from mediation.web.drafts import on_draft, unfinished
from mediation.web.filing_steps import answers_of, form_stored, path_after, path_of, show_step
from mediation.web.forms.complaints import (
    LEAST_WORDS,
    CompanyForm,
    EventForm,
    FilesForm,
    LoanForm,
    chosen_company,
    company_form,
)

bp = Blueprint("filing_rows", __name__)


@bp.route("/file/loans", methods=["GET", "POST"])
def loans() -> Any:
    """The loans of this filing with their companies; a bystander names callers only."""
    draft = unfinished()
    if draft is None:
        return redirect("/file", code=303)
    content = content_of(draft)
    rows = loans_of(draft)
    bystander = lane_of(content) is Lane.BYSTANDER
    if request.method == "POST":
        return redirect(_go_on(draft, rows), code=303)
    if not rows and not bystander:
        return redirect(f"/file/loans/new{_query()}", code=303)
    return show_step(
        "intake/loans.html",
        draft,
        Step.LOANS,
        loans=rows,
        bystander=bystander,
        twins=twins_of(draft, as_of=clock.now()),
        missing=[row["key"] for row in rows if not row["companies"] and not row.get("unknown")],
    )


def _go_on(draft: Draft, rows: list[dict[str, Any]]) -> str:
    """On to the next step; a loan without any company is asked for its company first."""
    for row in rows:
        if not row["companies"] and not row.get("unknown"):
            return f"/file/loans/{row['key']}/company{_query()}"
    return path_after(Step.LOANS, content_of(draft))


@bp.post("/file/loans/callers")
def callers() -> Response:
    """A bystander has no loan: their callers are kept in one place."""
    draft = unfinished()
    if draft is None:
        return redirect("/file", code=303)
    if lane_of(content_of(draft)) is not Lane.BYSTANDER:
        return redirect("/file/loans", code=303)
    with on_draft(draft) as fresh:
        rows = loans_of(fresh)
        key = rows[0]["key"] if rows else add_loan(fresh, values={}, now=clock.now())
        if "unknown" in request.form:
            mark_unknown(fresh, key, now=clock.now())
            return redirect(path_after(Step.LOANS, content_of(fresh)), code=303)
    return redirect(f"/file/loans/{key}/company{_query()}", code=303)


@bp.route("/file/loans/new", methods=["GET", "POST"], defaults={"key": 0})
@bp.route("/file/loans/<int:key>", methods=["GET", "POST"])
def loan(key: int) -> Any:
    """One loan: what it is called, how much, since when."""
    draft = unfinished()
    if draft is None:
        return redirect("/file", code=303)
    if lane_of(content_of(draft)) is Lane.BYSTANDER:
        return redirect("/file/loans", code=303)
    form = form_stored(LoanForm, loan_with(draft, key) if key else {})
    if form.accepted():
        values = answers_of(form)
        with on_draft(draft) as fresh:
            if key:
                change_loan(fresh, key, values=values, now=clock.now())
                return redirect(f"/file/loans{_query()}", code=303)
            key = add_loan(fresh, values=values, now=clock.now())
        return redirect(f"/file/loans/{key}/company{_query()}", code=303)
    return show_step(
        "intake/loan.html", draft, Step.LOANS, form=form, more=bool(loans_of(draft)), key=key
    )


@bp.post("/file/loans/<int:key>/removal")
def drop_loan(key: int) -> Response:
    """Take a loan out of the filing."""
    draft = unfinished()
    if draft is not None:
        with on_draft(draft) as fresh:
            remove_loan(fresh, key, now=clock.now())
    return redirect(f"/file/loans{_query()}", code=303)


@bp.route("/file/loans/<int:key>/company", methods=["GET", "POST"])
def company(key: int) -> Any:
    """Look for a company by name, say which it is and what part it had."""
    draft = unfinished()
    if draft is None:
        return redirect("/file", code=303)
    row = loan_with(draft, key)
    words = request.args.get("q", "").strip()[:120]
    found = admission.lenders_named(words) if len(words) >= LEAST_WORDS else []
    form = company_form(found, words).from_request()
    if "unknown" in request.form:
        with on_draft(draft) as fresh:
            mark_unknown(fresh, key, now=clock.now())
        return redirect(f"/file/loans{_query()}", code=303)
    if len(words) >= LEAST_WORDS and form.accepted():
        with on_draft(draft) as fresh:
            _add(fresh, key, form, found, words)
        return redirect(f"/file/loans{_query()}", code=303)
    return show_step(
        "intake/company.html",
        draft,
        Step.LOANS,
        form=form,
        row=row,
        q=words,
        too_short=0 < len(words) < LEAST_WORDS,
        found=found,
        bystander=lane_of(content_of(draft)) is Lane.BYSTANDER,
    )


def _add(draft: Draft, key: int, form: CompanyForm, found: list[Organisation], words: str) -> None:
    chosen = chosen_company(form, found, words)
    role = CompanyRole(form.role.data)
    add_company(draft, key, **chosen._asdict(), role=role, now=clock.now())


@bp.post("/file/loans/<int:key>/companies/<int:place>/removal")
def drop_company(key: int, place: int) -> Response:
    """Take a company out of a loan."""
    draft = unfinished()
    if draft is not None:
        with on_draft(draft) as fresh:
            remove_company(fresh, key, place, now=clock.now())
    return redirect(f"/file/loans{_query()}", code=303)


@bp.route("/file/events", methods=["GET", "POST"])
def events() -> Any:
    """What happened on which day, one thing at a time."""
    draft = unfinished()
    if draft is None:
        return redirect("/file", code=303)
    content = content_of(draft)
    if Step.EVENTS not in steps_of(content):
        return redirect(path_of(Step.STORY), code=303)
    form = EventForm.from_request()
    if request.method == "POST":
        done = "done" in request.form and not form.words.data and not any(form.on.boxes.values())
        if done:
            return redirect(path_after(Step.EVENTS, content), code=303)
        if form.validate():
            on = form.on.data.isoformat() if form.on.data else None
            with on_draft(draft) as fresh:
                add_event(fresh, words=form.words.data, on=on, now=clock.now())
            way_on = path_after(Step.EVENTS, content) if "done" in request.form else ""
            return redirect(way_on or f"/file/events{_query()}", code=303)
    rows = [
        {**row, "on": date.fromisoformat(row["on"]) if row["on"] else None}
        for row in events_of(draft)
    ]
    return show_step("intake/events.html", draft, Step.EVENTS, form=form, rows=rows)


@bp.post("/file/events/<int:key>/removal")
def drop_event(key: int) -> Response:
    """Take one thing that happened out again."""
    draft = unfinished()
    if draft is not None:
        with on_draft(draft) as fresh:
            remove_event(fresh, key, now=clock.now())
    return redirect(f"/file/events{_query()}", code=303)


@bp.route("/file/files", methods=["GET", "POST"])
def files() -> Any:
    """Hand in files; each is kept before its row is written."""
    draft = unfinished()
    if draft is None:
        return redirect("/file", code=303)
    content = content_of(draft)
    form = FilesForm.from_request()
    if request.method == "POST":
        if "done" in request.form and not form.files.data:
            return redirect(path_after(Step.FILES, content), code=303)
        if form.validate():
            arrived = _received(form)
            if arrived:
                _attach(draft, form, arrived)
                way_on = path_after(Step.FILES, content) if "done" in request.form else ""
                return redirect(way_on or f"/file/files{_query()}", code=303)
    return show_step(
        "intake/files.html",
        draft,
        Step.FILES,
        form=form,
        rows=files_of(draft),
        several=has_several_loans(content),
    )


def _received(form: FilesForm) -> list[tuple[Stored, str]]:
    most = rules_of_filing().most["file_bytes"]
    try:
        return [(receive(file.stream, most), clean_name(file.filename)) for file in form.files.data]
    except Refused as error:
        form.refuse("files", error)
        return []


def _attach(draft: Draft, form: FilesForm, arrived: list[tuple[Stored, str]]) -> None:
    with on_draft(draft) as fresh:
        for stored, name in arrived:
            attach_file(
                fresh,
                stored=stored,
                name=name,
                kind=EvidenceKind(form.kind.data),
                kept_back=bool(form.kept_back.data),
                now=clock.now(),
            )


@bp.post("/file/files/<id:file_id>/removal")
def drop_file(file_id: int) -> Response:
    """Take a file out of the draft again."""
    draft = unfinished()
    if draft is not None:
        with on_draft(draft) as fresh:
            remove_file(fresh, file_id=file_id, now=clock.now())
    return redirect(f"/file/files{_query()}", code=303)


def _query() -> str:
    """The way back to the check page goes along."""
    return f"?from={Step.CHECK}" if request.args.get("from") == Step.CHECK else ""
