"""Who acts for a complainant: the officer's look at the authority, the complainant's own yes."""

from typing import Any, NamedTuple

from flask import Blueprint, abort, redirect
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action
from mediation.domain.roles import Role
from mediation.models.accounts import PassKind
from mediation.models.cases import Case
from mediation.models.settlement import Agreement
from mediation.queries import parties, settlement
from mediation.services.proofs import is_code_running
from mediation.services.representation import (
    ask_represented,
    check_authority,
    confirm_represented,
    must_confirm,
    reach_of_represented,
    unchecked,
)
from mediation.transaction import on_case
from mediation.web.act_pages import case_for
from mediation.web.forms.base import Form
from mediation.web.forms.settlement import AuthorityForm, SignatureForm
from mediation.web.login import current_actor
from mediation.web.pages import tell
from mediation.web.steps import Step, case_of, show_step
from mediation.web.visitors import client_address
from mediation.wording.catalogue import lazy

bp = Blueprint("representation", __name__)


class Asked(NamedTuple):
    """The complainant whose own yes is missing, as the page for signing speaks of them."""

    name: str
    channel: str  # Empty: there is nothing by which we reach them ourselves.
    sent: bool


def asked_of(case: Case, agreement: Agreement) -> Asked | None:
    """Whose yes is missing before this reader's signature counts; None where nobody's is."""
    actor = current_actor()
    own = must_confirm(case, agreement, actor) if actor.role is Role.COMPLAINANT else None
    if own is None:
        return None
    reached = reach_of_represented(case, own)
    sent = is_code_running(PassKind.SIGNING_CODE, agreement.id, now=clock.now())
    return Asked(own.name or "", reached.channel if reached else "", sent)


def is_confirmed(case: Case, agreement: Agreement, form: SignatureForm) -> bool:
    """Try the code that was typed; a wrong one is counted, and said beside its field.

    A page cannot show what is worse than a wrong code: an old one is said there too.
    """
    try:
        with on_case(case, current_actor()) as (fresh, actor):
            text = settlement.by_id(fresh, agreement.id) or abort(404)
            right = confirm_represented(
                fresh, text, code=form.code.data or "", actor=actor, now=clock.now()
            )
    except Refused as error:
        if error.reason not in ("code_expired", "code_used_up"):
            raise
        form.refuse("code", error)
        return False
    if not right:
        form.refuse("code", Refused("code_wrong"))
    return right


@bp.post("/cases/<reference>/agreement/<id:agreement_id>/code")
def send(reference: str, agreement_id: int) -> Response:
    """Send the complainant the code by which they say yes to this text."""
    case = case_for(reference, Action.SIGN_AGREEMENT, Event.AGREEMENT_SIGNED)
    if Form.from_request().accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            text = settlement.by_id(fresh, agreement_id) or abort(404)
            origin = client_address()
            ask_represented(fresh, text, actor=actor, origin=origin, now=clock.now())
        tell("The code is on its way to them. It works for 24 hours.")
    return redirect(f"/cases/{reference}/agreement/{agreement_id}/signature#code", code=303)


@bp.route("/cases/<reference>/authority", methods=["GET", "POST"])
def check(reference: str) -> Any:
    """Write down that somebody's written authority was seen."""
    case = case_of(reference, CHECK)
    waiting = unchecked(parties.of_case(case))
    if not waiting:
        return redirect(f"/cases/{reference}/complaint", code=303)
    form = AuthorityForm.from_request()
    form.party.options = [(str(one.id), one.name or "", "", "", False) for one in waiting]
    if form.accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            check_authority(fresh, form.party.data, actor=actor, now=clock.now())
        tell("It is written down. Their signature now binds the complainant.")
        return redirect(f"/cases/{reference}/complaint", code=303)
    return show_step(case, form, CHECK)


CHECK = Step(
    action=Action.CHECK_AUTHORITY,
    event=Event.AUTHORITY_CHECKED,
    title=lazy("Whose written authority have you seen?"),
    lead=lazy(
        "Until then the complainant has to say yes themselves, with a code that we send to them, "
        "before a signature of their side counts."
    ),
    button=lazy("Write it down"),
    back="complaint",
)
