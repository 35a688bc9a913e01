"""What an arbitration body records: registration, refusal, withdrawal, award."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect

from mediation import clock
from mediation.domain.arbitration import AwardKind
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.evidence import clean_name
from mediation.domain.permissions import Action
from mediation.gateways.files import Stored, receive
from mediation.models.cases import Case
from mediation.services.arbitration import (
    refuse_arbitration,
    register_arbitration,
    withdraw_arbitration,
)
from mediation.services.awards import record_award
from mediation.transaction import on_case
from mediation.web.forms.arbitration import (
    AwardForm,
    RefusalForm,
    RegistrationForm,
    WithdrawalForm,
)
from mediation.web.forms.base import Form
from mediation.web.forms.plans import NOBODY, PLANNED, payers
from mediation.web.login import current_actor
from mediation.web.pages import tell, voice_of
from mediation.web.steps import Step, case_of, show_step
from mediation.wording.catalogue import lazy

bp = Blueprint("awards", __name__)


@bp.route("/cases/<reference>/arbitration/registration", methods=["GET", "POST"])
def register(reference: str) -> Any:
    """Take the case under a number of one's own."""
    form = RegistrationForm.from_request()
    return _act(reference, form, REGISTER, register_arbitration, "number")


@bp.route("/cases/<reference>/arbitration/refusal", methods=["GET", "POST"])
def refuse(reference: str) -> Any:
    """Not take the case."""
    return _act(reference, RefusalForm.from_request(), REFUSE, refuse_arbitration, "words")


@bp.route("/cases/<reference>/arbitration/withdrawal", methods=["GET", "POST"])
def withdraw(reference: str) -> Any:
    """Record that the application was taken back."""
    form = WithdrawalForm.from_request()
    return _act(reference, form, WITHDRAW, withdraw_arbitration, "settled", "words")


@bp.route("/cases/<reference>/arbitration/award", methods=["GET", "POST"])
def record(reference: str) -> Any:
    """Record what was decided, with its document."""
    case = case_of(reference, AWARD)
    form = AwardForm.from_request()
    form.payer.options = payers(voice_of(current_actor()))
    if form.accepted():
        # The bytes are kept first: nothing waits for them inside the transaction.
        stored = _received(form)
        if stored is not None and _recorded(case, form, stored):
            tell("The award is recorded, and both sides are told.")
            return redirect(f"/cases/{reference}/arbitration", code=303)
    return show_step(case, form, AWARD)


def _recorded(case: Case, form: AwardForm, stored: Stored) -> bool:
    pays = None if form.payer.data == NOBODY else form.terms()
    try:
        with on_case(case, current_actor()) as (fresh, actor):
            record_award(
                fresh,
                kind=AwardKind(form.kind.data),
                number=form.number.data,
                issued_on=form.issued_on.data,
                terms=form.words.data,
                pays=pays,
                stored=stored,
                name=clean_name(form.document.data[0].filename),
                actor=actor,
                now=clock.now(),
            )
    except Refused as error:
        if error.reason not in BESIDE_FIELDS:
            raise
        form.blame(error)
        return False
    return True


def _received(form: AwardForm) -> Stored | None:
    try:
        return receive(form.document.data[0].stream)
    except Refused as error:
        form.refuse("document", error)
        return None


def _act(reference: str, form: Form, step: Step, verb: Callable[..., Any], *names: str) -> Any:
    case = case_of(reference, step)
    if form.accepted():
        given = {name: form[name].data for name in names}
        with on_case(case, current_actor()) as (fresh, actor):
            verb(fresh, **given, actor=actor, now=clock.now())
        tell("This is recorded, and both sides are told.")
        return redirect(f"/cases/{reference}/arbitration", code=303)
    return show_step(case, form, step)


# What the rules may refuse of a plan, to be shown beside its fields.
BESIDE_FIELDS = {
    "first_date_passed",
    "too_many_instalments",
    "sum_too_small",
    "dismissed_pays_nothing",
}
REGISTER = Step(
    action=Action.REGISTER_ARBITRATION,
    event=Event.ARBITRATION_REGISTERED,
    title=lazy("Under which number do you take this case?"),
    lead=lazy("Both sides and the mediation body are told."),
    button=lazy("Register the case"),
    back="arbitration",
)
REFUSE = Step(
    action=Action.REGISTER_ARBITRATION,
    event=Event.ARBITRATION_NOT_TAKEN,
    title=lazy("Why do you not take this case?"),
    lead=lazy("The case then closes here as it would have without the referral."),
    button=lazy("Do not take the case"),
    back="arbitration",
    danger=True,
)
WITHDRAW = Step(
    action=Action.REGISTER_ARBITRATION,
    event=Event.ARBITRATION_WITHDRAWN,
    title=lazy("Was the application taken back?"),
    lead=lazy("The case then closes."),
    button=lazy("Record it as taken back"),
    back="arbitration",
    danger=True,
)
AWARD = Step(
    action=Action.RECORD_AWARD,
    event=Event.AWARD_RECORDED,
    title=lazy("What was decided?"),
    lead=lazy("What is to be paid becomes a plan that both sides can follow here."),
    button=lazy("Record the award"),
    back="arbitration",
    enctype="multipart/form-data",
    fields=("kind", "number", "issued_on", "words", *PLANNED, "document"),
)
