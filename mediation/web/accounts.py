"""Signing in and out, and the account of whoever is signed in."""

from flask import Blueprint, g, redirect, request, session
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.errors import NotFound, Refused
from mediation.domain.permissions import Actor
from mediation.gateways.passwords import hash_password, needs_rehash
from mediation.models.accounts import Account
from mediation.queries.accounts import again, by_id, posts_of, sessions_of
from mediation.services.accounts import describe_account
from mediation.services.sessions import (
    begin_sign_in,
    change_role,
    end_session,
    end_sessions,
    is_right,
    sign_in,
)
from mediation.transaction import transaction
from mediation.web.forms.accounts import AccountForm, SignInForm
from mediation.web.locale import current_locale, safe_path
from mediation.web.login import current_actor, keep_token, load_actor
from mediation.web.navigation import navigation
from mediation.web.pages import show, tell
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
            stale = needs_rehash(attempt.password_hash or "")
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


@bp.route("/account", methods=["GET", "POST"])
def account() -> str | Response:
    """One's own name and language, and the way to password, devices and roles."""
    own = _own()
    posts = posts_of(own.id)
    form = AccountForm.from_request(
        name=own.name, locale=own.locale or current_locale(), phone=own.phone
    ).keep_to(works_here=bool(posts))
    if form.accepted():
        with transaction():
            describe_account(
                again(current_actor()) or current_actor(),
                name=form.name.data,
                locale=form.locale.data,
                phone=form.phone.data if posts else None,
            )
        session["locale"] = form.locale.data
        g.pop("locale", None)
        tell("Saved.")
        return redirect("/account", code=303)
    return show("accounts/show.html", form=form, account=own, posts=posts)


@bp.get("/account/sessions")
def sessions() -> str:
    """Where one is signed in."""
    running = sessions_of(_own().id, as_of=clock.now())
    return show("accounts/sessions.html", sessions=running)


@bp.post("/account/sessions/<id:session_id>/ending")
def end(session_id: int) -> Response:
    """End one sign-in of one's own."""
    with transaction():
        end_session(session_id, account_id=_own().id, now=clock.now())
    tell("That device is signed out.")
    return redirect("/account/sessions", code=303)


@bp.post("/account/sessions/others/ending")
def end_others() -> Response:
    """End all sign-ins of one's own but this one."""
    with transaction():
        end_sessions(_own().id, but=current_actor().session_id, now=clock.now())
    tell("All other devices are signed out.")
    return redirect("/account/sessions", code=303)


@bp.get("/account/role")
def role() -> str:
    """The roles one can act in."""
    return show("accounts/role.html", posts=posts_of(_own().id))


@bp.post("/account/role")
def switch_role() -> Response:
    """Go on in another role; 0 stands for one's own complaints."""
    wish = request.form.get("membership", "")
    if not wish.isdigit():
        raise NotFound()
    with transaction():
        actor = again(current_actor())
        if actor is None:
            raise NotFound()
        token = change_role(actor, int(wish), now=clock.now())
    keep_token(token)
    return redirect(_way_on(token), code=303)


def _own() -> Account:
    """The account of whoever is signed in; a visitor with a follow-up code has none."""
    actor = current_actor()
    own = by_id(actor.account_id) if actor.account_id is not None else None
    if own is None:
        raise NotFound()
    return own
