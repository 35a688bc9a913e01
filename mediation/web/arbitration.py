"""Arbitration: the agreement to it, the referral, what the arbitration body records."""

from typing import Any

from flask import Blueprint, abort, redirect

from mediation import clock
from mediation.domain.arbitration import ReferralReason, is_broken, may_go_onward
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action
from mediation.models.cases import Case
from mediation.queries import arbitration, court, evidence, settlement
from mediation.services.arbitration import (
    check_arbitration_agreement,
    record_arbitration_agreement,
    refer_to_arbitration,
)
from mediation.transaction import on_case
from mediation.web.acts import can
from mediation.web.file_words import name_of
from mediation.web.forms.arbitration import (
    CheckForm,
    ClauseForm,
    ReferralForm,
)
from mediation.web.frame import show_case
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import show, tell
from mediation.web.steps import Step, case_of, show_step
from mediation.wording.catalogue import catalogue_of, lazy

bp = Blueprint("arbitration", __name__)

# What the page offers of arbitration and court, and what must be possible for it.
ALLOWED = {
    "record": (Action.RECORD_ARBITRATION_AGREEMENT, Event.ARBITRATION_AGREED),
    "check": (Action.CHECK_ARBITRATION_AGREEMENT, Event.ARBITRATION_AGREEMENT_CHECKED),
    "refer": (Action.REFER_ONWARD, Event.REFERRED_TO_ARBITRATION),
    "leave": (Action.REFER_ONWARD, Event.REFERRED_TO_COURT),
    "register": (Action.REGISTER_ARBITRATION, Event.ARBITRATION_REGISTERED),
    "decide": (Action.RECORD_AWARD, Event.AWARD_RECORDED),
    "certify": (Action.RECORD_COURT, Event.CERTIFICATE_ISSUED),
    "papers": (Action.RECORD_COURT, Event.COURT_PAPERS_RECORDED),
    "result": (Action.RECORD_COURT, Event.COURT_RESULT_RECORDED),
    "end": (Action.RECORD_COURT, Event.COURT_ENDED),
}


@bp.get("/cases/<reference>/arbitration")
def index(reference: str) -> str:
    """What is agreed about arbitration, where the case lies, what was decided there or in court."""
    case, actor = open_case(reference), current_actor()
    referral = arbitration.newest_referral(case)
    clause = arbitration.newest_agreement(case)
    names = {body.id: body.name for body in arbitration.bodies()}
    return show_case(
        "arbitration/index.html",
        case,
        tab="arbitration",
        clause=clause,
        names=names,
        referral=referral,
        awards=arbitration.awards(case),
        records=court.records(case),
        allowed={name: can(case, actor, *asked) for name, asked in ALLOWED.items()},
        left_open=may_go_onward(case.stage, case.outcome),
        certified=court.is_certified(case),
    )


@bp.route("/cases/<reference>/arbitration/agreement", methods=["GET", "POST"])
def clause(reference: str) -> Any:
    """Write down an agreement to arbitrate."""
    case = case_of(reference, CLAUSE)
    form = ClauseForm.from_request()
    form.body.options = [(str(body.id), body.name, "", "", False) for body in arbitration.bodies()]
    actor, catalogue = current_actor(), catalogue_of(current_locale())
    form.document.options = [
        (str(item.id), name_of(case, item, actor, catalogue), "", "", False)
        for item in evidence.shown(case, actor=actor)
    ]
    if form.accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            record_arbitration_agreement(
                fresh,
                body_id=form.body.data,
                agreed_on=form.agreed_on.data,
                clause=form.clause.data,
                evidence_id=form.document.data,
                actor=actor,
                now=clock.now(),
            )
        tell("It is written down. An officer reads it and says whether it can be relied on.")
        return redirect(f"/cases/{reference}/arbitration", code=303)
    return show_step(case, form, CLAUSE)


@bp.route("/cases/<reference>/arbitration/agreement/check", methods=["GET", "POST"])
def check(reference: str) -> Any:
    """Read the agreement and say whether it sends this dispute to that body."""
    case = case_of(reference, CHECK)
    agreement = arbitration.newest_agreement(case) or abort(404)
    form = CheckForm.from_request()
    if form.accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            check_arbitration_agreement(
                fresh,
                arbitration.newest_agreement(fresh) or abort(404),
                valid=form.valid.data == "yes",
                actor=actor,
                now=clock.now(),
            )
        tell("Your finding is recorded.")
        return redirect(f"/cases/{reference}/arbitration", code=303)
    return show(
        "arbitration/check.html",
        case=case,
        form=form,
        fields=list(form),
        agreement=agreement,
        step=CHECK,
    )


@bp.route("/cases/<reference>/arbitration/referral", methods=["GET", "POST"])
def refer(reference: str) -> Any:
    """Hand the case to the body that both agreed on, and show what goes along."""
    case = case_onward(reference, REFER)
    form = ReferralForm.from_request()
    form.reason.options = reasons(case)
    if form.accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            refer_to_arbitration(fresh, reason=form.reason.data, actor=actor, now=clock.now())
        tell("The case lies with the arbitration body now. Both sides are told.")
        return redirect(f"/cases/{reference}/arbitration", code=303)
    return show(
        "arbitration/refer.html",
        case=case,
        form=form,
        fields=list(form),
        step=REFER,
        agreement=arbitration.newest_agreement(case),
        consented=arbitration.consented(case),
        files=arbitration.bundle(case),
        facts=settlement.agreed_facts(case),
    )


def case_onward(reference: str, step: Step) -> Case:
    """The case, if it can go onward from where it is; otherwise the refusal."""
    case = case_of(reference, step)
    if not may_go_onward(case.stage, case.outcome):
        raise Refused("nothing_left_open")
    return case


def reasons(case: Case) -> list[tuple[str, str]]:
    """Why a case may go onward from where it is; that for which it was closed comes first."""
    broken = is_broken(case.stage, case.outcome)
    known = [reason for reason in ReferralReason if reason.value == case.outcome_reason]
    return [
        (reason.value, f"referralreason.{reason}")
        for reason in dict.fromkeys([*known, *ReferralReason])
        if (reason is ReferralReason.AGREEMENT_BROKEN) == broken
    ]


CLAUSE = Step(
    action=Action.RECORD_ARBITRATION_AGREEMENT,
    event=Event.ARBITRATION_AGREED,
    title=lazy("What was agreed about arbitration?"),
    lead=lazy(
        "Arbitration needs an agreement of both sides. Without one the way is a court; "
        "nobody is sent to arbitration against their will."
    ),
    button=lazy("Write it down"),
    back="arbitration",
)
CHECK = Step(
    action=Action.CHECK_ARBITRATION_AGREEMENT,
    event=Event.ARBITRATION_AGREEMENT_CHECKED,
    title=lazy("Can this agreement to arbitrate be relied on?"),
    lead=lazy("Look at form, subject and body (Arbitration Law). Your finding is final here."),
    button=lazy("Record my finding"),
    back="arbitration",
)
REFER = Step(
    action=Action.REFER_ONWARD,
    event=Event.REFERRED_TO_ARBITRATION,
    title=lazy("Hand this case to the arbitration body?"),
    lead=lazy("Look at what goes along before you send it."),
    button=lazy("Hand it over"),
    back="arbitration",
    danger=True,
)
