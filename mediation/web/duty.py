"""The roster of those who look at danger reports, and its gaps."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.danger import ROSTER_AHEAD, ROSTERED, DutyLevel, duty_rules, gaps
from mediation.domain.errors import Refused
from mediation.domain.roles import Role
from mediation.models.organisations import Organisation
from mediation.queries import danger
from mediation.services.danger import put_on_duty, take_off_duty
from mediation.transaction import transaction
from mediation.web.forms.danger import TurnForm
from mediation.web.forms.fields import Option
from mediation.web.login import current_actor
from mediation.web.pages import show, tell

bp = Blueprint("duty", __name__)

ON_FIELD = {
    "duty_ends_before_start": "ends_at",
    "duty_is_past": "ends_at",
    "duty_too_long": "ends_at",
    "duty_overlaps": "starts_at",
    "duty_not_an_officer": "account",
}


@bp.get("/duty")
def index() -> Any:
    """Who is on duty and who comes, where nobody does, and the form for another turn."""
    bodies = _bodies()
    body = _chosen(bodies)
    return _page(bodies, body, _form(body))


@bp.post("/duty")
def put() -> Any:
    """Put another turn on the roster."""
    bodies = _bodies()
    body = _chosen(bodies) or abort(404)
    form = _form(body)
    if form.accepted() and _put(form, body):
        tell("The turn is on the roster.")
        return redirect(f"/duty?body={body.id}", code=303)
    return _page(bodies, body, form)


def _form(body: Organisation | None) -> TurnForm:
    start = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    form = TurnForm.from_request(starts_at=start, ends_at=start + timedelta(hours=8))
    officers = danger.officers_of(body.id) if body else []
    form.account.options = [Option(str(o.id), str(o.name), translated=False) for o in officers]
    return form


def _page(bodies: list[Organisation], body: Organisation | None, form: TurnForm) -> str:
    now = clock.now()
    posts = danger.roster(body.id, as_of=now) if body else []
    turns = [post.turn for post in posts]
    return show(
        "duty/index.html",
        bodies=bodies,
        body=body,
        form=form,
        posts=posts,
        on_now=[post for post in posts if post.turn.starts_at <= now],
        gaps=[
            (level, gaps(turns, level=level, begin=now, end=now + ROSTER_AHEAD))
            for level in ROSTERED
        ],
        within=duty_rules().within,
    )


def _bodies() -> list[Organisation]:
    """The bodies whose roster this person may change."""
    actor = current_actor()
    found = danger.bodies_with_officers()
    return [body for body in found if actor.role is Role.ADMIN or body.id == actor.organisation_id]


def _chosen(bodies: list[Organisation]) -> Organisation | None:
    """The body that the address names, or the first."""
    wanted = request.args.get("body", type=int)
    if wanted is None:
        return bodies[0] if bodies else None
    return next((body for body in bodies if body.id == wanted), None) or abort(404)


def _put(form: TurnForm, body: Organisation) -> bool:
    """Whether the turn could be put on the roster; a refusal stands beside its field."""
    try:
        with transaction():
            put_on_duty(
                form.account.data,
                organisation_id=body.id,
                level=DutyLevel(form.level.data),
                starts_at=form.starts_at.data,
                ends_at=form.ends_at.data,
                actor=current_actor(),
                now=clock.now(),
            )
    except Refused as refusal:
        if refusal.reason not in ON_FIELD:
            raise
        form.refuse(ON_FIELD[refusal.reason], refusal)
        return False
    return True


@bp.post("/duty/<id:organisation_id>/turns/<id:turn_id>/ending")
def end(organisation_id: int, turn_id: int) -> Response:
    """End a running turn, or cancel one to come."""
    if organisation_id not in {body.id for body in _bodies()}:
        abort(404)
    with transaction():
        turn = danger.turn_by_id(turn_id, organisation_id=organisation_id) or abort(404)
        take_off_duty(turn, actor=current_actor(), now=clock.now())
    tell("The turn is off the roster.")
    return redirect(f"/duty?body={organisation_id}", code=303)
