"""The doors as a test opens them: every request in a context of its own, as on a server."""

import contextvars
import secrets
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from click.testing import CliRunner
from flask import has_app_context
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from mediation import clock
from mediation.cli import main
from mediation.db import db
from mediation.domain.permissions import Actor
from mediation.keyring import blind
from mediation.models.accounts import Account, Membership, Session
from mediation.models.cases import Case
from mediation.web.login import token_hash
from tests.world.reading import watched


class Client(FlaskClient):
    """A browser without pictures.

    A request must not find the test's own application context: it would share its session and
    its signed-in person. So each runs in an empty context. What the test has pending is kept
    first, and what it has read is read again afterwards.
    """

    def open(self, *arguments, **options):
        settle()
        method, path = asked(arguments, options)
        try:
            with watched(self.application, method, path):
                return contextvars.Context().run(super().open, *arguments, **options)
        finally:
            settle()

    def sign_in(self, who):
        """Become somebody, without the log-in page.

        `who` is an account, an actor, an e-mail address, or a case for its follow-up code.
        """
        token = secrets.token_urlsafe(24)
        db.session.add(
            Session(
                token_hash=token_hash(token),
                created_at=clock.now(),
                seen_at=clock.now(),
                expires_at=clock.now() + timedelta(days=30),
                **seat_of(who),
            )
        )
        settle()
        self.set_cookie(**self._cookie(token))
        return self

    def _cookie(self, token):
        """The cookie that a log-in would leave behind."""
        name = self.application.config["SESSION_COOKIE_NAME"]
        signer = self.application.session_interface.get_signing_serializer(self.application)
        return {"key": name, "value": signer.dumps({"_user_id": token})}


def asked(arguments, options):
    """The method and the path of a request, in whichever form it was given."""
    first = arguments[0] if arguments else options.get("path", "/")
    if isinstance(first, EnvironBuilder | Request):
        return first.method, first.path
    return options.get("method", "GET"), urlsplit(first).path


class Commands:
    """The operators' door: `mediation` with its words, in a context of its own."""

    def __init__(self, app):
        self.app = app

    def __call__(self, *words, **options):
        settle()
        try:
            call = partial(CliRunner().invoke, main, words, obj=self.app, **options)
            return contextvars.Context().run(call)
        finally:
            settle()


def settle():
    """Keep what the test's session has pending, end its transaction, and forget what it read."""
    if has_app_context() and db.session.registry.has():
        db.session.commit()
        db.session.expire_all()


def seat_of(who):
    """What a sign-in of `who` is for: an account in its role, or a case."""
    match who:
        case Case():
            return {"case_id": who.id}
        case Actor(account_id=None):
            return {"case_id": who.holder_id}
        case Actor():
            return {"account_id": who.account_id, "membership_id": who.membership_id}
        case Account():
            return {"account_id": who.id, "membership_id": first_membership(who.id)}
    account_id = db.session.scalar(
        select(Account.id).where(Account.email_blind == blind("email", who))
    )
    assert account_id, f"nobody has the address {who}"
    return {"account_id": account_id, "membership_id": first_membership(account_id)}


def first_membership(account_id):
    """The membership that a log-in would begin with; None for a complainant."""
    return db.session.scalar(
        select(Membership.id)
        .where(Membership.account_id == account_id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
