"""Of two who use one link, one address or one name at the same moment exactly one wins."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation.db import db
from mediation.domain.errors import Refused
from mediation.domain.permissions import system
from mediation.domain.roles import LenderKind, OrganisationKind, Role
from mediation.models.accounts import Account, Membership, PassKind
from mediation.models.notices import Notice, Webhook
from mediation.models.organisations import Organisation
from mediation.queries.webhooks import hook_of
from mediation.services.accounts import (
    add_account,
    change_password,
    register_account,
    reset_password,
)
from mediation.services.invitations import accept_invitation, invite_member
from mediation.services.notices import tell
from mediation.services.organisations import create_organisation
from mediation.services.passes import issue_pass
from mediation.services.webhooks import end_webhook, register_webhook
from mediation.transaction import transaction
from tests.factories.accounts import actor_of, make_account, make_member
from tests.factories.organisations import make_lender

ROUNDS = range(3)
WON = "won"
ASKED = '{"email": "lin@example.com", "name": "林静", "locale": "zh_CN"}'


def race(app, *acts):
    """Let each act loose at once in a transaction of its own; what became of each."""
    db.session.commit()
    start = threading.Barrier(len(acts))

    def run(act):
        with app.app_context():
            start.wait(timeout=20)
            try:
                with transaction():
                    act()
            except Refused as refusal:
                return refusal.reason
            return WON

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def count(table):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("number", ROUNDS)
class TestRivals:
    def test_two_who_use_one_reset_link(self, app, session, now, number):
        account = make_account()
        kind = PassKind.PASSWORD_RESET
        token = issue_pass(kind, account_id=account.id, lasts=timedelta(hours=1), now=now)

        def reset():
            reset_password(token, password_hash="x", now=now)

        assert race(app, reset, reset) == ["link_worn_out", WON]

    def test_two_new_passwords_on_one_old_one(self, app, session, now, number):
        account = make_account()
        actor, present = actor_of(account), account.password_hash

        def change(password_hash):
            return lambda: change_password(
                actor, present_hash=present, password_hash=password_hash, now=now
            )

        assert race(app, change("x"), change("y")) == ["password_wrong", WON]

    def test_two_who_accept_one_invitation(self, app, session, now, number):
        token = invite_member(
            make_lender(),
            email="he@example.com",
            name="何平",
            role=Role.LENDER_STAFF,
            actor=system(),
            now=now,
        )

        def accept():
            accept_invitation(token, name="何平", password_hash="x", now=now)

        assert race(app, accept, accept) == ["link_worn_out", WON]
        assert count(Membership) == 1

    def test_two_links_for_one_address(self, app, session, now, number):
        kind = PassKind.REGISTRATION
        tokens = [
            issue_pass(kind, content=ASKED, lasts=timedelta(hours=1), now=now) for _ in range(2)
        ]
        outcomes = race(
            app,
            *(
                lambda token=token: register_account(token, password_hash="x", now=now)
                for token in tokens
            ),
        )
        assert outcomes in (["address_taken", WON], ["link_worn_out", WON])
        assert count(Account) == 1

    def test_two_accounts_for_one_address(self, app, session, now, number):
        def add():
            add_account("lin@example.com", "林静", now=now)

        assert race(app, add, add) == ["address_taken", WON]

    def test_two_webhooks_of_one_company(self, app, session, now, number):
        lender = make_lender()
        actor = actor_of(make_member(Role.LENDER_ADMIN, lender))

        def register(host, replaces=None):
            return lambda: register_webhook(
                lender.id,
                f"https://{host}.example/",
                replaces=replaces,
                private=False,
                actor=actor,
                now=now,
            )

        lost = "webhook_changed_meanwhile"
        assert race(app, register("one"), register("two")) == [lost, WON]
        first = hook_of(lender.id).id
        assert race(app, register("three", first), register("four", first)) == [lost, WON]
        assert count(Webhook) == 2

    def test_two_who_end_a_webhook(self, app, session, now, number):
        lender = make_lender()
        actor = actor_of(make_member(Role.LENDER_ADMIN, lender))
        register_webhook(
            lender.id, "https://a.example/", replaces=None, private=False, actor=actor, now=now
        )

        def end():
            end_webhook(lender.id, actor=actor, now=now)

        assert race(app, end, end) == ["webhook_ended_already", WON]

    def test_two_bodies_of_one_name(self, app, session, now, number):
        def create():
            create_organisation(
                OrganisationKind.LENDER,
                "禾渡",
                lender_kind=LenderKind.BANK,
                actor=system(),
                now=now,
            )

        assert race(app, create, create) == ["name_taken", WON]
        assert count(Organisation) == 1

    def test_two_who_tell_the_same(self, app, session, now, number):
        def write():
            tell("code", key="k", channel="sms", recipient="x", locale="en", now=now, code="1")

        assert race(app, write, write) == [WON, WON]
        assert count(Notice) == 1
