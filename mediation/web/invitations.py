"""Links that came by mail: to open an account, or to join a body."""

import json

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.accounts import LEAST, check_password
from mediation.domain.errors import Refused
from mediation.domain.roles import Role
from mediation.gateways.passwords import hash_password
from mediation.models.accounts import Account, PassKind
from mediation.models.organisations import Organisation
from mediation.queries import organisations
from mediation.queries.accounts import by_id, standing_pass
from mediation.services.accounts import ask_registration, register_account
from mediation.services.invitations import accept_invitation
from mediation.services.sessions import begin_check, is_right, open_session
from mediation.services.throttle import forget_failure
from mediation.transaction import transaction
from mediation.web.forms.accounts import (
    InvitedForm,
    JoiningForm,
    NewPasswordForm,
    RegistrationForm,
)
from mediation.web.locale import current_locale
from mediation.web.login import keep_token
from mediation.web.pages import show, tell
from mediation.web.passwords import about, context_words, is_fit, least_for
from mediation.web.visitors import client_address, device_name, remember_device

bp = Blueprint("invitations", __name__)


@bp.route("/register", methods=["GET", "POST"])
def register() -> str | Response:
    """Ask for an account; the answer is the same whether or not the address has one."""
    form = RegistrationForm.from_request()
    if form.accepted():
        with transaction():
            ask_registration(
                form.email.data,
                form.name.data,
                locale=current_locale(),
                address=client_address(),
                now=clock.now(),
            )
        return redirect("/register/sent", code=303)
    return show("invitations/register.html", form=form)


@bp.get("/register/sent")
def sent() -> str:
    """Say that a mail is on its way."""
    return show("invitations/sent.html")


@bp.route("/register/<token>", methods=["GET", "POST"])
def finish(token: str) -> str | Response | tuple[str, int]:
    """Choose a password; opening the link uses nothing up."""
    found = standing_pass(PassKind.REGISTRATION, token, as_of=clock.now())
    if found is None:
        return show("invitations/worn_out.html", again="/register"), 410
    asked = json.loads(found.content or "{}")
    form = NewPasswordForm.from_request()
    context = context_words(asked["email"], asked["name"])
    if form.accepted() and is_fit(form, least=LEAST, context=context):
        password_hash = hash_password(form.password.data)
        with transaction():
            account = register_account(token, password_hash=password_hash, now=clock.now())
            key = open_session(account, device=device_name(), now=clock.now())
        tell("Your account is open and you are signed in.")
        return _enter(key, asked["email"], "/cases")
    return show("invitations/finish.html", form=form, email=asked["email"], least=LEAST)


@bp.route("/invitations/<token>", methods=["GET", "POST"])
def accept(token: str) -> str | Response | tuple[str, int]:
    """Join a body; opening the link uses nothing up: mail scanners open links too."""
    found = standing_pass(PassKind.INVITATION, token, as_of=clock.now())
    account = by_id(found.account_id) if found and found.account_id else None
    organisation = organisations.by_id(found.subject_id) if found and found.subject_id else None
    if found is None or account is None or organisation is None:
        return show("invitations/worn_out.html", again=""), 410
    role = Role(json.loads(found.content or "{}")["role"])
    if account.password_hash is None:
        return _accept_as_new(token, account, organisation, role)
    return _accept_as_known(token, account, organisation, role)


def _accept_as_new(
    token: str, account: Account, organisation: Organisation, role: Role
) -> str | Response:
    form = InvitedForm.from_request(name=account.name)
    least = least_for(account, role)
    if form.accepted() and is_fit(form, least=least, context=about(account)):
        password_hash = hash_password(form.password.data)
        return _join(token, name=form.name.data, password_hash=password_hash)
    return show(
        "invitations/accept.html",
        form=form,
        account=account,
        organisation=organisation,
        role=role,
        least=least,
    )


def _accept_as_known(
    token: str, account: Account, organisation: Organisation, role: Role
) -> str | Response:
    form = JoiningForm.from_request()
    least = least_for(account, role)
    if form.accepted():
        with transaction():
            check = begin_check(account.id, now=clock.now())
        if not is_right(check, form.password.data):
            form.refuse("password", Refused("password_wrong"))
        elif _is_long_enough(form, least):
            with transaction():
                forget_failure(*check.failure_ids)
            return _join(token, present_hash=check.password_hash)
    return show(
        "invitations/accept.html",
        form=form,
        account=account,
        organisation=organisation,
        role=role,
        least=least,
    )


def _is_long_enough(form: JoiningForm, least: int) -> bool:
    try:
        check_password(form.password.data, least=least)
    except Refused:
        form.refuse("password", Refused("password_too_weak_for_role", least=least))
        return False
    return True


def _join(
    token: str,
    *,
    name: str = "",
    password_hash: str | None = None,
    present_hash: str | None = None,
) -> Response:
    with transaction():
        account, membership = accept_invitation(
            token,
            name=name,
            password_hash=password_hash,
            present_hash=present_hash,
            now=clock.now(),
        )
        key = open_session(
            account, device=device_name(), membership_id=membership.id, now=clock.now()
        )
        email = account.email or ""
    tell("You have joined, and are signed in in your new role.")
    return _enter(key, email, "/")


def _enter(key: str, email: str, path: str) -> Response:
    keep_token(key)
    return remember_device(redirect(path, code=303), email)
