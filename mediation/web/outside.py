"""The page on which a step at a court or a credit register is recorded."""

from typing import Any

from flask import Blueprint, abort

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.outside import WAYS, OutsideStep
from mediation.services.outside import record_step
from mediation.transaction import on_case
from mediation.web.act_pages import act_page, case_for, done, put_beside_field
from mediation.web.forms.outside import FIELD_OF, StepForm
from mediation.web.login import current_actor
from mediation.wording.catalogue import lazy

bp = Blueprint("outside", __name__)


@bp.route("/cases/<reference>/steps/<step>", methods=["GET", "POST"])
def record(reference: str, step: str) -> Any:
    """Say on which day it was; both sides then see which time begins by it."""
    taken = next((one for one in OutsideStep if one == step), None) or abort(404)
    way = WAYS[taken]
    case = case_for(reference, way.action, way.event)
    form = StepForm.from_request()
    if form.accepted():
        try:
            with on_case(case, current_actor()) as (fresh, actor):
                record_step(fresh, taken, on=form.on.data, actor=actor, now=clock.now())
        except Refused as error:
            put_beside_field(form, error, FIELD_OF)
        else:
            return done(case, lazy("Recorded. Both sides see it."), "/deadlines")
    return act_page("outside/record.html", case, form, step=taken)
