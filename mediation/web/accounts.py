"""Signing in and out, and the account of whoever is signed in."""

from flask import Blueprint, redirect, request, session
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.permissions import Actor
from mediation.gateways.passwords import hash_password, needs_rehash
from mediation.services.sessions import (
    begin_sign_in,
    end_session,
    is_right,
    sign_in,
)
from mediation.transaction import transaction
from mediation.web.forms.accounts import SignInForm
from mediation.web.locale import safe_path
from mediation.web.login import current_actor, keep_token, load_actor
from mediation.web.navigation import navigation
from mediation.web.pages import show
from mediation.web.visitors import device_name, origin_of, remember_device

bp = Blueprint("accounts", __name__)


@bp.route("/login", methods=["GET", "POST"])
def login() -> str | Response:
    """Sign in with e-mail address and password; whatever is wrong, the answer is the same."""
    form = SignInForm.from_request()
    if form.accepted():
        email, password = form.email.data, form.password.data
        with transaction():
            attempt = begin_sign_in(email, origin=origin_of(email), now=clock.now())
        if is_right(attempt, password):
            stale = needs_rehash(attempt.password_hash)
            renewed = hash_password(password) if stale else None
            with transaction():
                _leave(current_actor())
                token = sign_in(
                    attempt, device=device_name(), renewed_hash=renewed, now=clock.now()
                )
            keep_token(token)
            return remember_device(redirect(_way_on(token), code=303), email)
        form.refuse("password", Refused("sign_in_failed"))
    return show("accounts/login.html", form=form)


def _way_on(token: str) -> str:
    """Where the reader wanted to go before signing in; else the first page of their role."""
    wish = safe_path(request.args.get("next", ""))
    actor = load_actor(token)
    return navigation(actor)[0].path if wish == "/" and actor is not None else wish


def _leave(actor: Actor) -> None:
    """End the sign-in that this browser holds, if it holds one."""
    if actor.session_id is not None:
        end_session(actor.session_id, account_id=actor.account_id, now=clock.now())


@bp.post("/logout")
def logout() -> Response:
    """End this sign-in, in the database and in the browser."""
    with transaction():
        _leave(current_actor())
    locale = session.get("locale")
    session.clear()
    if locale:
        session["locale"] = locale
    return redirect("/", code=303)
