"""A mediator's own page, and the mediators of a body as its officers see them."""

from typing import Any

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.permissions import Actor
from mediation.domain.profiles import lanes_in
from mediation.models.accounts import Account
from mediation.queries import profiles
from mediation.queries.accounts import again, by_id
from mediation.queries.admission import lenders_named
from mediation.services.days import day_of
from mediation.services.profiles import declare_tie, describe_mediator, end_tie
from mediation.transaction import transaction
from mediation.web.act_pages import put_beside_field
from mediation.web.forms.profiles import ProfileForm, TieForm
from mediation.web.login import current_actor
from mediation.web.pages import show, tell

bp = Blueprint("profiles", __name__)

FIELD_OF = {
    "language_unknown": "languages",
    "absence_half_said": "absent_until",
    "absence_ends_before_start": "absent_until",
    "absence_over": "absent_until",
    "absence_too_long": "absent_until",
}
TIE_FIELD_OF = {"tie_declared_already": "company", "tie_to_no_company": "company"}


@bp.route("/profile", methods=["GET", "POST"])
def own() -> Any:
    """What a mediator says of themselves, and their ties."""
    account = _account()
    form = ProfileForm.from_request(**_known(account))
    if form.accepted():
        try:
            with transaction():
                _describe(form)
        except Refused as error:
            put_beside_field(form, error, FIELD_OF)
        else:
            tell("Saved. Officers see it when they look for a mediator.")
            return redirect("/profile", code=303)
    ties = profiles.ties_of([account.id]).get(account.id, [])
    return show("profiles/own.html", form=form, ties=ties)


def _known(account: Account) -> dict[str, Any]:
    """What is kept, in the shape of the form; an absence that is over is not shown again."""
    begins, ends = account.absent_from_at, account.absent_until_at
    away = ends is not None and ends > clock.now()
    return {
        "languages": [word.strip() for word in account.languages.split(",") if word.strip()],
        "specialisms": lanes_in(account.specialisms),
        "absent_from": day_of(begins) if away and begins else None,
        "absent_until": day_of(ends) if away and ends else None,
    }


def _describe(form: ProfileForm) -> None:
    describe_mediator(
        languages=form.languages.data,
        specialisms=form.specialisms.data,
        absent_from_on=form.absent_from.data,
        absent_until_on=form.absent_until.data,
        actor=_present(),
        now=clock.now(),
    )


@bp.route("/profile/ties", methods=["GET", "POST"])
def tie() -> Any:
    """Declare a tie to a company, looked up by its name."""
    words = request.args.get("q", "").strip()[:60]
    form = TieForm.from_request()
    form.company.options = [(str(one.id), one.name, "", "", False) for one in lenders_named(words)]
    if form.accepted():
        try:
            with transaction():
                declare_tie(
                    form.company.data, reason=form.reason.data, actor=_present(), now=clock.now()
                )
        except Refused as error:
            put_beside_field(form, error, TIE_FIELD_OF)
        else:
            tell("Declared. No case of this company is offered to you.")
            return redirect("/profile", code=303)
    return show("profiles/tie.html", form=form, q=words)


@bp.post("/profile/ties/<id:conflict_id>/ending")
def end(conflict_id: int) -> Response:
    """Say that a tie is no more."""
    with transaction():
        end_tie(conflict_id, actor=_present(), now=clock.now())
    tell("The tie is off your page; that it was stays on record.")
    return redirect("/profile", code=303)


@bp.get("/organisation/mediators")
def colleagues() -> str:
    """The mediators of the officer's body: what they know, when they are away, their ties."""
    return show("profiles/colleagues.html", mediators=profiles.mediators(actor=current_actor()))


def _account() -> Account:
    actor = current_actor()
    found = by_id(actor.account_id) if actor.account_id is not None else None
    return found or abort(404)


def _present() -> Actor:
    """Whoever is asking, as the database knows them inside this transaction."""
    return again(current_actor()) or abort(404)
