"""Pages on which an officer opens a case to a supervisor, and a supervisor reads on what basis."""

from typing import Any

from flask import Blueprint, abort

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action
from mediation.domain.roles import OrganisationKind, Role
from mediation.models.cases import Case
from mediation.queries import supervision
from mediation.queries.organisations import taking_cases
from mediation.services.supervision import close_to_supervisor, open_to_supervisor
from mediation.transaction import on_case
from mediation.web.act_pages import act_page, case_for, done, open_case, put_beside_field
from mediation.web.forms.supervision import DemandForm
from mediation.web.forms.sure import Unfilled
from mediation.web.login import current_actor
from mediation.wording.catalogue import lazy

bp = Blueprint("supervision", __name__)

FIELD_OF = {
    "demand_day_over": "expires_on",
    "demand_day_too_far": "expires_on",
    "supervisor_reads_already": "supervisor",
    "not_a_supervisor": "supervisor",
}


@bp.route("/cases/<reference>/supervision", methods=["GET", "POST"])
def demand(reference: str) -> Any:
    """To whom the case is open, and for an officer the form that opens it to another."""
    if current_actor().role is Role.SUPERVISOR:
        return _own_demand(open_case(reference))
    case = case_for(reference, Action.OPEN_TO_SUPERVISOR, Event.OPENED_TO_SUPERVISOR)
    form = DemandForm.from_request()
    form.supervisor.options = [
        (str(body.id), body.name, "", "", False)
        for body in taking_cases(OrganisationKind.SUPERVISOR)
    ]
    if form.accepted():
        try:
            _open(case, form)
            return done(case, lazy("The case is open to the supervisor until that day."))
        except Refused as error:
            put_beside_field(form, error, FIELD_OF)
    return act_page("supervision/demand.html", case, form, opened=supervision.running(case))


def _own_demand(case: Case) -> str:
    body_id = current_actor().organisation_id
    own = [one for one in supervision.running(case) if one.supervisor.id == body_id]
    return act_page("supervision/own.html", case, opened=own)


def _open(case: Case, form: DemandForm) -> None:
    with on_case(case, current_actor()) as (fresh, actor):
        open_to_supervisor(
            fresh,
            organisation_id=form.supervisor.data,
            basis=form.basis.data,
            scope=form.scope.data,
            expires_on=form.expires_on.data,
            actor=actor,
            now=clock.now(),
        )


@bp.post("/cases/<reference>/supervision/<id:handover_id>/ending")
def end(reference: str, handover_id: int) -> Any:
    """Close the case to a supervisor before its day."""
    case = case_for(reference, Action.OPEN_TO_SUPERVISOR, Event.CLOSED_TO_SUPERVISOR)
    if Unfilled.from_request().accepted():
        with on_case(case, current_actor()) as (case, actor):
            opened = _running(case, handover_id)
            close_to_supervisor(opened, case, actor=actor, now=clock.now())
    return done(case, lazy("The supervisor finds the case no more."), "/supervision")


def _running(case: Case, handover_id: int) -> Any:
    found = (one.handover for one in supervision.running(case) if one.handover.id == handover_id)
    return next(found, None) or abort(404)
