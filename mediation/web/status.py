"""The way back for somebody without an account."""

from flask import Blueprint, redirect, session
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.errors import Refused
from mediation.services.status import ask_code_again, show_code_again, visit_case
from mediation.transaction import transaction
from mediation.web.forms.status import LostCodeForm, ProofForm, StatusForm
from mediation.web.locale import current_locale
from mediation.web.login import keep_token
from mediation.web.pages import show
from mediation.web.visitors import client_address, device_name

bp = Blueprint("status", __name__)

ASKED = "code_asked"


@bp.route("/status", methods=["GET", "POST"])
def enter() -> str | Response:
    """Come in with case number and follow-up code; whatever is wrong, the answer is the same."""
    form = StatusForm.from_request()
    if form.accepted():
        with transaction():
            visit = visit_case(
                form.reference.data,
                form.code.data,
                address=client_address(),
                device=device_name(),
                now=clock.now(),
            )
        if visit is not None:
            keep_token(visit.token)
            return redirect(f"/cases/{visit.case.reference}", code=303)
        form.refuse("code", Refused("status_wrong"))
    return show("status/enter.html", form=form)


@bp.route("/status/code", methods=["GET", "POST"])
def lost_code() -> str | Response:
    """Ask for a one-time code; the answer is the same whether or not there is such a case."""
    form = LostCodeForm.from_request()
    if form.accepted():
        with transaction():
            number = ask_code_again(
                form.reference.data,
                form.contact.data,
                address=client_address(),
                locale=current_locale(),
                now=clock.now(),
            )
        session[ASKED] = str(number)
        return redirect("/status/code/proof", code=303)
    return show("status/lost_code.html", form=form)


@bp.route("/status/code/proof", methods=["GET", "POST"])
def prove_contact() -> str | Response:
    """Give the one-time code; the follow-up code is then shown once more."""
    number = session.get(ASKED, "")
    if not number.isdigit():
        return redirect("/status/code", code=303)
    form = ProofForm.from_request()
    if form.accepted():
        with transaction():
            visit = show_code_again(
                int(number), form.code.data, device=device_name(), now=clock.now()
            )
        if visit is not None:
            keep_token(visit.token)
            return show("status/code.html", case=visit.case)
        form.refuse("code", Refused("code_wrong"))
    return show("status/prove_contact.html", form=form)
