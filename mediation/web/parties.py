"""Pages on which more is said of who had a hand in the loan."""

from typing import Any

from flask import Blueprint, redirect, request

from mediation import clock
from mediation.domain.events import Event
from mediation.domain.parties import CompanyRole
from mediation.domain.permissions import Action, may
from mediation.queries import admission
from mediation.services.parties import add_company
from mediation.transaction import on_case
from mediation.web.act_pages import case_for
from mediation.web.forms.complaints import LEAST_WORDS, chosen_company, company_form
from mediation.web.frame import show_case
from mediation.web.login import current_actor
from mediation.web.pages import tell

bp = Blueprint("parties", __name__)


@bp.route("/cases/<reference>/companies/new", methods=["GET", "POST"])
def company(reference: str) -> Any:
    """Look another company of the loan up by name, and say what part it had."""
    case = case_for(reference, Action.ADD_COMPANY, Event.COMPANY_ADDED)
    words = request.args.get("q", "").strip()[:120]
    found = admission.lenders_named(words) if len(words) >= LEAST_WORDS else []
    form = company_form(found, words).from_request()
    if len(words) >= LEAST_WORDS and form.accepted():
        chosen = chosen_company(form, found, words)
        role = CompanyRole(form.role.data)
        with on_case(case, current_actor()) as (fresh, actor):
            add_company(fresh, **chosen._asdict(), role=role, actor=actor, now=clock.now())
        tell("%(name)s is now named as a company of this loan.", name=chosen.name)
        return redirect(f"/cases/{reference}/complaint", code=303)
    return show_case(
        "complaint/company.html",
        case,
        tab="complaint",
        form=form,
        q=words,
        too_short=0 < len(words) < LEAST_WORDS,
        found=found,
        own=may(current_actor(), Action.MANAGE_CONSENTS, case),
    )
