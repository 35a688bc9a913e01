"""Reporting danger in one tap, hotlines first; and the desk of those who look at reports."""

import logging
import secrets
from typing import Any

from flask import Blueprint, abort, redirect, request, session
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.danger import Asked, DangerKind, DutyLevel, duty_rules, first_asked
from mediation.domain.errors import Refused
from mediation.domain.guide import the_guide
from mediation.models.cases import Case
from mediation.models.danger import DangerReport
from mediation.queries import cases, correspondence, danger
from mediation.services.danger import (
    add_to_report,
    close_report,
    mark_seen,
    note_report,
    report_danger,
    report_message,
)
from mediation.transaction import on_case, transaction
from mediation.web.act_pages import open_case
from mediation.web.converters import key
from mediation.web.csrf import check_same_origin, csrf
from mediation.web.forms.base import ONCE
from mediation.web.forms.danger import AdditionForm, NoteForm
from mediation.web.login import current_actor
from mediation.web.pages import show, tell

bp = Blueprint("danger", __name__)
log = logging.getLogger(__name__)


# Without a token: it runs out, and nobody in danger may be told to load the page anew. What a
# forged form could do, anybody can do by hand: raise a flag at which somebody looks.
@bp.route("/danger", methods=["GET", "POST"])
@csrf.exempt
def index() -> Any:
    """Hotlines, then three buttons; whichever is pressed has been reported."""
    if request.method == "GET":
        return show(
            "danger/index.html",
            hotlines=_hotlines("police", "support"),
            kinds=list(DangerKind),
            once=secrets.token_urlsafe(16),
            reference=request.args.get("case", ""),
            asked=_asked_now(),
            minutes=_minutes(),
        )
    check_same_origin()
    kind = request.form.get("kind")
    once = request.form.get("once", "")
    if kind not in set(DangerKind) or not ONCE.fullmatch(once):
        abort(400)
    report = _report(DangerKind(kind), once)
    session["danger"] = report.id
    return redirect("/danger/sent", code=303)


@bp.post("/cases/<reference>/messages/<id:message_id>/danger")
def message(reference: str, message_id: int) -> Response:
    """Report what the lender wrote as a threat, in one tap; hotlines and what follows come next."""
    case = open_case(reference)
    with on_case(case, current_actor()) as (fresh, actor):
        found = correspondence.by_id(fresh, message_id, actor=actor) or abort(404)
        made = report_message(fresh, found, actor=actor, now=clock.now())
        session["danger"] = made.id
    return redirect("/danger/sent", code=303)


def _hotlines(*names: str) -> list[Any]:
    return [the_guide().hotlines[name] for name in names]


def _asked_now() -> Asked:
    now = clock.now()
    return first_asked(danger.turns_from(now), times=danger.duty_rules_now(), now=now)


def _minutes() -> int:
    """After how many minutes the next person is called."""
    return duty_rules().within[DutyLevel.FIRST].seconds // 60


def _report(kind: DangerKind, once: str) -> DangerReport:
    actor = current_actor()
    case = _case_meant()
    if case is not None:
        try:
            with on_case(case, actor) as (fresh, present):
                return report_danger(kind, case=fresh, once=once, actor=present, now=clock.now())
        except Refused:
            # Access that ends between page and tap takes the case from the report, not the report.
            log.info("a danger report is kept without its case")
    with transaction():
        return report_danger(kind, case=None, once=once, actor=actor, now=clock.now())


def _case_meant() -> Case | None:
    """The case that was named, if it is theirs; else their only one. Never an error."""
    reference = request.form.get("case", "")
    found = cases.by_reference(reference, actor=current_actor()) if reference else None
    return found or danger.the_case_of(current_actor())


@bp.route("/danger/sent", methods=["GET", "POST"])
@csrf.exempt
def sent() -> Any:
    """What became of the report of this browser, and room to add words and a safe contact."""
    report = danger.sent(session.get("danger", 0))
    if report is None:
        return redirect("/danger", code=303)
    form = AdditionForm.from_request()
    if form.accepted():
        check_same_origin()
        with transaction():
            again = danger.sent(report.id) or abort(404)
            add_to_report(again, words=form.words.data, contact=form.contact.data)
        tell("What you added is with the report now.")
        return redirect("/danger/sent", code=303)
    return show(
        "danger/sent.html",
        report=report,
        form=form,
        minutes=_minutes(),
        hotlines=_hotlines("support", "police")
        if report.kind is DangerKind.SELF_HARM
        else _hotlines("police", "support"),
    )


@bp.get("/danger/reports")
def reports() -> str:
    """The reports that are open, or those that were closed."""
    is_open = request.args.get("show") != "closed"
    found = danger.listed(
        actor=current_actor(), is_open=is_open, before=request.args.get("before", type=key)
    )
    page = found[: danger.PAGE]
    return show(
        "danger/reports.html",
        lines=page,
        is_open=is_open,
        after=page[-1].report.id if len(found) > danger.PAGE else None,
        unseen=sum(line.report.seen_at is None for line in page),
    )


@bp.get("/danger/reports/<id:report_id>")
def report(report_id: int) -> str:
    """One report: what was said, who was asked, what was done."""
    line = danger.by_id(report_id, actor=current_actor()) or abort(404)
    return _page(line, NoteForm())


def _page(line: danger.Line, form: NoteForm) -> str:
    return show(
        "danger/report.html",
        line=line,
        report=line.report,
        form=form,
        notes=danger.notes_on(line.report),
    )


@bp.post("/danger/reports/<id:report_id>/sight")
def see(report_id: int) -> Response:
    """I have looked: the clock stops."""
    with transaction():
        found = danger.again(report_id, actor=current_actor()) or abort(404)
        mark_seen(found, actor=current_actor(), now=clock.now())
    tell("Marked as seen; nobody else is called for it now.")
    return _back(report_id)


@bp.post("/danger/reports/<id:report_id>/notes")
def note(report_id: int) -> Any:
    """What was done."""
    line = danger.by_id(report_id, actor=current_actor()) or abort(404)
    form = NoteForm.from_request()
    if not form.accepted():
        return _page(line, form)
    with transaction():
        found = danger.again(report_id, actor=current_actor()) or abort(404)
        note_report(found, body=form.body.data, actor=current_actor(), now=clock.now())
    tell("Your note is kept.")
    return _back(report_id)


@bp.post("/danger/reports/<id:report_id>/closure")
def close(report_id: int) -> Any:
    """Nothing more is to be done; the note says what was."""
    line = danger.by_id(report_id, actor=current_actor()) or abort(404)
    form = NoteForm.from_request()
    if not form.accepted():
        return _page(line, form)
    actor, now = current_actor(), clock.now()
    if line.reference is None:
        with transaction():
            found = danger.again(report_id, actor=actor) or abort(404)
            close_report(found, case=None, body=form.body.data, actor=actor, now=now)
    else:
        case = cases.by_reference(line.reference, actor=actor) or abort(404)
        with on_case(case, actor) as (fresh, present):
            found = danger.again(report_id, actor=present) or abort(404)
            close_report(found, case=fresh, body=form.body.data, actor=present, now=now)
    tell("The report is closed.")
    return redirect("/danger/reports", code=303)


def _back(report_id: int) -> Response:
    return redirect(f"/danger/reports/{report_id}", code=303)
