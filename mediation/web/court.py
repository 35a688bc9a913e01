"""Court: the certificate of no settlement, papers, the result and the end."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, redirect

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action
from mediation.queries import court, parties
from mediation.services.court import (
    end_court,
    issue_certificate,
    record_papers,
    record_result,
    refer_to_court,
)
from mediation.transaction import on_case
from mediation.web.arbitration import case_onward, reasons
from mediation.web.awards import BESIDE_FIELDS
from mediation.web.forms.arbitration import (
    CertificateForm,
    CourtEndForm,
    PapersForm,
    ReferralForm,
    ResultForm,
)
from mediation.web.forms.base import Form
from mediation.web.forms.plans import PLANNED, payers
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import show, tell, voice_of
from mediation.web.steps import Step, case_of, show_step
from mediation.wording.catalogue import lazy

bp = Blueprint("court", __name__)


@bp.route("/cases/<reference>/court/referral", methods=["GET", "POST"])
def refer(reference: str) -> Any:
    """Leave the case to a court, with the certificate that it asks for."""
    case = case_onward(reference, REFER)
    form = ReferralForm.from_request()
    form.reason.options = reasons(case)
    if form.accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            refer_to_court(fresh, reason=form.reason.data, actor=actor, now=clock.now())
        tell("The talks are over and the certificate is issued. Both sides are told.")
        return redirect(f"/cases/{reference}/court/certificate", code=303)
    return show_step(case, form, REFER)


@bp.get("/cases/<reference>/court/certificate")
def certificate(reference: str) -> str:
    """The certificate of no settlement, to be printed."""
    case = open_case(reference)
    record = court.certificate(case) or abort(404)
    return show(
        "court/certificate.html",
        case=case,
        record=record,
        body=court.body_of(case),
        working=parties.working_on(case),
    )


@bp.route("/cases/<reference>/court/certificate/new", methods=["GET", "POST"])
def issue(reference: str) -> Any:
    """Certify that there was no settlement."""
    case = case_of(reference, ISSUE)
    form = CertificateForm.from_request()
    if form.accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            issue_certificate(fresh, actor=actor, now=clock.now())
        tell("The certificate is issued. Both sides can print it.")
        return redirect(f"/cases/{reference}/court/certificate", code=303)
    return show_step(case, form, ISSUE)


@bp.route("/cases/<reference>/court/papers", methods=["GET", "POST"])
def papers(reference: str) -> Any:
    """Write down what was handed to a court."""
    form = PapersForm.from_request()
    return _act(reference, form, PAPERS, record_papers, "on", "number", "words")


@bp.route("/cases/<reference>/court/result", methods=["GET", "POST"])
def result(reference: str) -> Any:
    """Write down what a court decided is to be paid."""
    case = case_of(reference, RESULT)
    form = ResultForm.from_request()
    form.payer.options = payers(voice_of(current_actor()), with_nobody=False)
    if form.accepted():
        try:
            with on_case(case, current_actor()) as (fresh, actor):
                record_result(
                    fresh,
                    on=form.on.data,
                    number=form.number.data,
                    words=form.words.data,
                    pays=form.terms(),
                    actor=actor,
                    now=clock.now(),
                )
        except Refused as error:
            if error.reason not in BESIDE_FIELDS:
                raise
            form.blame(error)
        else:
            tell("This is recorded, and both sides are told.")
            return redirect(f"/cases/{reference}/repayment", code=303)
    return show_step(case, form, RESULT)


@bp.route("/cases/<reference>/court/end", methods=["GET", "POST"])
def end(reference: str) -> Any:
    """Close a case that went to court."""
    return _act(reference, CourtEndForm.from_request(), END, end_court, "outcome", "words")


def _act(reference: str, form: Form, step: Step, verb: Callable[..., Any], *names: str) -> Any:
    case = case_of(reference, step)
    if form.accepted():
        given = {name: form[name].data for name in names}
        with on_case(case, current_actor()) as (fresh, actor):
            verb(fresh, **given, actor=actor, now=clock.now())
        tell("This is recorded, and both sides are told.")
        return redirect(f"/cases/{reference}/arbitration", code=303)
    return show_step(case, form, step)


REFER = Step(
    action=Action.REFER_ONWARD,
    event=Event.REFERRED_TO_COURT,
    title=lazy("Leave this case to a court?"),
    lead=lazy("The talks end, and the certificate that there was no settlement is issued."),
    button=lazy("Leave it to a court"),
    back="arbitration",
    danger=True,
)
ISSUE = Step(
    action=Action.RECORD_COURT,
    event=Event.CERTIFICATE_ISSUED,
    title=lazy("Certify that there was no settlement?"),
    lead=lazy("Both sides can print it and show it to a court. It is issued once."),
    button=lazy("Issue the certificate"),
    back="arbitration",
)
PAPERS = Step(
    action=Action.RECORD_COURT,
    event=Event.COURT_PAPERS_RECORDED,
    title=lazy("What was handed to a court?"),
    button=lazy("Write it down"),
    back="arbitration",
)
RESULT = Step(
    action=Action.RECORD_COURT,
    event=Event.COURT_RESULT_RECORDED,
    title=lazy("What did the court decide?"),
    lead=lazy("What is to be paid becomes a plan that both sides can follow here."),
    button=lazy("Write it down"),
    back="arbitration",
    fields=("on", "number", "words", *PLANNED),
)
END = Step(
    action=Action.RECORD_COURT,
    event=Event.COURT_ENDED,
    title=lazy("How did the way through the court end?"),
    lead=lazy("The case then closes."),
    button=lazy("Close the case"),
    back="arbitration",
    danger=True,
)
