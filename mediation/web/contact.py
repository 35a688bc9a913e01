"""By which addresses the people of a case are written to, and how to stop it."""

from typing import Any

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.dispatch import masked
from mediation.domain.notices import Stop
from mediation.domain.roles import Role
from mediation.domain.spaces import is_inside
from mediation.models.cases import Case
from mediation.queries.contact import places_of
from mediation.services.contact import resume_contact, stop_contact
from mediation.transaction import on_case
from mediation.web.frame import show_case
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import tell

bp = Blueprint("contact", __name__)


@bp.get("/cases/<reference>/contact")
def show(reference: str) -> str:
    """Every address in use, enough of it to know it again, and whether anything goes there."""
    case = _case_inside(reference)
    actor = current_actor()
    own = actor.role is Role.COMPLAINANT
    return show_case(
        "contact/show.html",
        case,
        tab="complaint",
        own=own,
        places=places_of(case, actor),
        masked=masked,
        liftable=(Stop.OPTED_OUT,) if own else tuple(Stop),
    )


@bp.post("/cases/<reference>/contact/stops")
def stop(reference: str) -> Response:
    """Send nothing more to one of these addresses."""
    case = _case_inside(reference)
    with on_case(case, current_actor()) as (fresh, actor):
        stop_contact(fresh, request.form.get("place", ""), actor=actor, now=clock.now())
    tell("Noted: nothing more is sent there.")
    return redirect(f"/cases/{reference}/contact", code=303)


@bp.post("/cases/<reference>/contact/resumptions")
def resume(reference: str) -> Response:
    """Let messages go there again."""
    case = _case_inside(reference)
    with on_case(case, current_actor()) as (fresh, actor):
        resume_contact(fresh, request.form.get("place", ""), actor=actor, now=clock.now())
    tell("Noted: messages are sent there again.")
    return redirect(f"/cases/{reference}/contact", code=303)


def _case_inside(reference: str) -> Any:
    """The case, for those who may know what the complainant tells the body."""
    case: Case = open_case(reference)
    return case if is_inside(current_actor(), case) else abort(404)
