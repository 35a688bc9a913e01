"""Choosing how to hear of things, and leaving the daily summaries by a link in one of them."""

from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.errors import NotFound
from mediation.domain.notices import Manner, Subject
from mediation.domain.permissions import Actor
from mediation.domain.preferences import CHOSEN, Wish, offers_for
from mediation.models.notices import account_of_leave, leave_of
from mediation.queries.accounts import again
from mediation.queries.preferences import wishes_of
from mediation.services.preferences import choose_manners, leave_digests
from mediation.transaction import transaction
from mediation.web.csrf import csrf
from mediation.web.forms.preferences import name_of, preferences_form, stored
from mediation.web.login import current_actor
from mediation.web.pages import show, tell

bp = Blueprint("preferences", __name__)


@bp.route("/account/notices", methods=["GET", "POST"])
def own() -> Any:
    """How one wants to hear of each subject; what law or safety requires is sent anyway."""
    account_id = _own_id()
    offers = offers_for(current_actor().role)
    form = preferences_form(offers).from_request(**stored(offers, wishes_of(account_id)))
    if form.accepted():
        with transaction():
            choose_manners(_sent(), actor=_present(), now=clock.now())
        tell("Saved. It holds for everything that we send from now on.")
        return redirect("/account/notices", code=303)
    return show(
        "preferences/own.html",
        form=form,
        offers=offers,
        name_of=name_of,
        leave=f"/unsubscribe/{leave_of(account_id)}",
    )


def _sent() -> dict[Wish, Manner]:
    """What was sent, also of what no form asked: the rules refuse that by name."""
    return {
        (subject, channel): Manner(request.form[name_of(subject, channel)])
        for subject in Subject
        for channel in CHOSEN
        if request.form.get(name_of(subject, channel)) in list(Manner)
    }


def _own_id() -> int:
    """The account of whoever is signed in; a visitor with a follow-up code has none."""
    account_id = current_actor().account_id
    if account_id is None:
        raise NotFound()
    return account_id


def _present() -> Actor:
    actor = again(current_actor())
    if actor is None:
        raise NotFound()
    return actor


# Without a token: a mail program sends it by itself (RFC 8058), and the link is the proof.
@bp.route("/unsubscribe/<token>", methods=["GET", "POST"])
@csrf.exempt
def leave(token: str) -> str | Response:
    """Ask, and when asked in turn, stop the summaries; only looking at the page stops nothing."""
    if account_of_leave(token) is None:
        raise NotFound()
    if request.method == "POST":
        with transaction():
            leave_digests(token, now=clock.now())
        return show("preferences/left.html")
    return show("preferences/leave.html")
