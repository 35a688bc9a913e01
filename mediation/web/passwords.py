"""Passwords: a new one by mail, and a new one in place of the present one."""

from collections.abc import Sequence

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.accounts import check_password, least_length
from mediation.domain.errors import NotFound, Refused
from mediation.domain.roles import Role
from mediation.gateways.passwords import hash_password
from mediation.models.accounts import Account, PassKind
from mediation.queries.accounts import again, by_id, posts_of, standing_pass
from mediation.services.accounts import ask_reset, change_password, reset_password
from mediation.services.sessions import begin_check, is_right
from mediation.services.throttle import forget_failure
from mediation.transaction import transaction
from mediation.web.forms.accounts import NewPasswordForm, PasswordChangeForm, ResetForm
from mediation.web.forms.base import Form
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.pages import show, tell
from mediation.web.visitors import client_address

bp = Blueprint("passwords", __name__)


@bp.route("/password/reset", methods=["GET", "POST"])
def ask() -> str | Response:
    """Ask for a link by mail; the answer is the same whether or not there is such an account."""
    form = ResetForm.from_request()
    if form.accepted():
        with transaction():
            ask_reset(
                form.email.data,
                locale=current_locale(),
                address=client_address(),
                now=clock.now(),
            )
        return redirect("/password/reset/sent", code=303)
    return show("passwords/ask.html", form=form)


@bp.get("/password/reset/sent")
def sent() -> str:
    """Say that a mail is on its way."""
    return show("passwords/sent.html")


@bp.route("/password/reset/<token>", methods=["GET", "POST"])
def reset(token: str) -> str | Response | tuple[str, int]:
    """Set a new password. Opening the link uses nothing up: mail scanners open links too."""
    found = standing_pass(PassKind.PASSWORD_RESET, token, as_of=clock.now())
    account = by_id(found.account_id) if found and found.account_id else None
    if account is None:
        return show("invitations/worn_out.html", again="/password/reset"), 410
    least = least_for(account)
    form = NewPasswordForm.from_request()
    if form.accepted() and is_fit(form, least=least, context=about(account)):
        password_hash = hash_password(form.password.data)
        with transaction():
            reset_password(token, password_hash=password_hash, now=clock.now())
        tell("Your new password is set. Sign in with it; everywhere else you were signed out.")
        return redirect("/login", code=303)
    return show("passwords/reset.html", form=form, least=least)


@bp.route("/account/password", methods=["GET", "POST"])
def change() -> str | Response:
    """Change one's own password; all other sign-ins end."""
    actor = current_actor()
    account = by_id(actor.account_id) if actor.account_id is not None else None
    if account is None:
        raise NotFound()
    least, context = least_for(account), about(account)
    form = PasswordChangeForm.from_request()
    if form.accepted() and is_fit(form, least=least, context=context):
        with transaction():
            check = begin_check(account.id, now=clock.now())
        if is_right(check, form.present.data):
            password_hash = hash_password(form.password.data)
            with transaction():
                forget_failure(*check.failure_ids)
                change_password(
                    again(actor) or actor,
                    present_hash=check.password_hash,
                    password_hash=password_hash,
                    now=clock.now(),
                )
            tell("Your new password is set. All other devices were signed out.")
            return redirect("/account", code=303)
        form.refuse("present", Refused("password_wrong"))
    return show("passwords/change.html", form=form, least=least)


def least_for(account: Account, *more: Role) -> int:
    """How long this person's password must be, in the roles they have and will have."""
    return least_length([*(post.membership.role for post in posts_of(account.id)), *more])


def about(account: Account) -> Sequence[str]:
    """Words that say who somebody is and so make poor passwords."""
    return context_words(account.email or "", account.name or "")


def context_words(email: str, name: str) -> Sequence[str]:
    """The words of an address and of a name."""
    local, _, host = email.partition("@")
    return [local, *host.split(".")[:1], *name.split(), name]


def is_fit(form: Form, *, least: int, context: Sequence[str]) -> bool:
    """Whether the new password may be used; if not, the form says why."""
    try:
        check_password(form.password.data, least=least, context=context)
    except Refused as refusal:
        form.refuse("password", refusal)
        return False
    return True
