"""The administrator's list of people: their roles and sign-ins, never what they complain of."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.administration import AccountState
from mediation.domain.errors import NotFound
from mediation.domain.permissions import Actor
from mediation.models.accounts import Account
from mediation.queries.accounts import (
    Person,
    again,
    by_email,
    by_id,
    people,
    posts_of,
    sessions_of,
)
from mediation.queries.administration import ACCOUNTS
from mediation.services.accounts import end_all_sessions, resume_account, suspend_account
from mediation.transaction import transaction
from mediation.web.converters import key
from mediation.web.login import current_actor
from mediation.web.pages import show, tell

bp = Blueprint("people", __name__, url_prefix="/admin/people")

PAGE = 50


@bp.get("")
def index() -> str:
    """Everybody with an account, the newest first; looked up by their whole address."""
    email = request.args.get("q", "").strip()
    if email:
        account = by_email(email)
        found = [Person(account, posts_of(account.id))] if account else []
        return show("people/index.html", people=found, q=email, state="", after="")
    state = request.args.get("state", "")
    which = ACCOUNTS[AccountState(state)] if state in set(AccountState) else None
    before = request.args.get("before", type=key)
    found = people(before=before, most=PAGE + 1, which=which)
    after = ""
    if len(found) > PAGE:
        after = url_for(".index", state=state or None, before=found[PAGE - 1].account.id)
    return show(
        "people/index.html",
        people=found[:PAGE],
        q="",
        state=state if which is not None else "",
        after=after,
    )


@bp.get("/<id:account_id>")
def person(account_id: int) -> str:
    """One person: roles and sign-ins."""
    account = _find(account_id)
    return show(
        "people/person.html",
        account=account,
        posts=posts_of(account.id),
        sessions=sessions_of(account.id, as_of=clock.now()),
    )


@bp.post("/<id:account_id>/suspension")
def suspend(account_id: int) -> Response:
    """Let somebody in no more."""
    with transaction():
        suspend_account(_find(account_id), actor=_present(), now=clock.now())
    tell("Suspended. Whatever this person was signed in to has ended.")
    return redirect(f"/admin/people/{account_id}", code=303)


@bp.post("/<id:account_id>/return")
def resume(account_id: int) -> Response:
    """Let a suspended person in again."""
    with transaction():
        resume_account(_find(account_id), actor=_present())
    tell("This person may sign in again.")
    return redirect(f"/admin/people/{account_id}", code=303)


@bp.post("/<id:account_id>/sessions")
def end_sessions(account_id: int) -> Response:
    """Sign somebody out everywhere."""
    with transaction():
        end_all_sessions(_find(account_id), actor=_present(), now=clock.now())
    tell("This person is signed out everywhere.")
    return redirect(f"/admin/people/{account_id}", code=303)


def _find(account_id: int) -> Account:
    account = by_id(account_id)
    if account is None:
        raise NotFound()
    return account


def _present() -> Actor:
    """Whoever is asking, as the database knows them inside this transaction."""
    actor = again(current_actor())
    if actor is None:
        raise NotFound()
    return actor
