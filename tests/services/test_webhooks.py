"""Who may have a company's computers called, where, and what becomes of what waited."""

import pytest
from sqlalchemy import select

from mediation.db import db
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.notices import Stop
from mediation.domain.roles import Role
from mediation.models.notices import Notice, Webhook, blind_of_address
from mediation.queries.webhooks import hook_now, hook_of, is_gone
from mediation.services.addresses import silence
from mediation.services.notices import tell
from mediation.services.webhooks import end_webhook, register_webhook
from mediation.transaction import transaction
from tests.factories.accounts import actor_of, make_lender_clerk, make_member
from tests.factories.organisations import make_lender

URL = "https://notices.hedu.example/mediation?of=us"


@pytest.fixture
def lender(session):
    return make_lender()


@pytest.fixture
def admin(lender):
    return actor_of(make_member(Role.LENDER_ADMIN, lender))


@pytest.fixture
def register(lender, admin, now):
    def verb(url=URL, *, replaces=None, actor=admin, organisation=lender):
        db.session.commit()
        with transaction():
            return register_webhook(
                organisation.id, url, replaces=replaces, private=False, actor=actor, now=now
            )

    return verb


class TestRegisterWebhook:
    def test_keeps_address_and_secret_sealed(self, session, register, lender):
        secret = register().secret
        hook = hook_of(lender.id)
        assert (hook.url, hook.secret) == (URL, secret)
        assert b"hedu" not in hook._url
        assert secret.startswith("whsec_")

    def test_replaces_what_was_seen(self, session, register, lender, now):
        first = register()
        first_id = first.hook.id
        second = register("https://other.hedu.example/", replaces=first_id)
        assert hook_of(lender.id).id == second.hook.id
        assert first.secret != second.secret
        assert session.get(Webhook, first_id).ended_at == now

    def test_does_not_replace_what_was_not_seen(self, register, lender):
        seen = register().hook.id
        register("https://other.hedu.example/", replaces=seen)
        for replaces in (None, seen):
            with pytest.raises(Refused, match="webhook_changed_meanwhile"):
                register(replaces=replaces)
        assert hook_of(lender.id).url == "https://other.hedu.example/"

    @pytest.mark.parametrize("url", ["http://hedu.example/", "https://127.1/", "https://[::1]/"])
    def test_refuses_what_is_never_called(self, register, lender, url):
        with pytest.raises(Refused):
            register(url)
        assert hook_of(lender.id) is None

    def test_is_for_this_lenders_admin_alone(self, register, lender):
        strangers = [
            make_lender_clerk(lender),
            make_member(Role.LENDER_ADMIN),
            make_member(Role.ADMIN),
        ]
        for stranger in strangers:
            with pytest.raises(NotPermitted):
                register(actor=actor_of(stranger))
        assert hook_of(lender.id) is None


class TestEndWebhook:
    def test_leaves_what_waited(self, session, register, lender, admin, now):
        noise = register(
            actor=actor_of(make_member(Role.LENDER_ADMIN, other := make_lender())),
            organisation=other,
        ).hook
        hook = register().hook
        with transaction():
            for each in (hook, noise):
                tell(
                    "complaint_put",
                    key=f"k{each.id}",
                    channel="webhook",
                    recipient=str(each.id),
                    locale="zh_CN",
                    now=now,
                )
        with transaction():
            end_webhook(lender.id, actor=admin, now=now)
        assert hook_of(lender.id) is None
        found = session.scalars(select(Notice))
        assert {one.recipient: one.error for one in found} == {
            str(hook.id): "ended",
            str(noise.id): None,
        }

    def test_may_be_an_administrators_act(self, register, lender, now):
        register()
        admin = actor_of(make_member(Role.ADMIN))
        db.session.commit()
        with transaction():
            end_webhook(lender.id, actor=admin, now=now)
        assert hook_of(lender.id) is None

    def test_is_nobody_elses(self, register, lender, now):
        register()
        for role in (Role.LENDER_STAFF, Role.LENDER_ADMIN, Role.OFFICER):
            actor = actor_of(make_member(role))
            db.session.commit()
            with pytest.raises(NotPermitted), transaction():
                end_webhook(lender.id, actor=actor, now=now)
        assert hook_of(lender.id) is not None


class TestHookNow:
    def test_follows_a_replacement(self, register, lender):
        first = register().hook.id
        second = register("https://other.hedu.example/", replaces=first).hook.id
        assert hook_now(str(first)).id == hook_now(str(second)).id == second

    def test_finds_none_once_it_ended(self, register, lender, admin, now):
        hook_id = register().hook.id
        with transaction():
            end_webhook(lender.id, actor=admin, now=now)
        assert hook_now(str(hook_id)) is None
        assert hook_now("17") is None


def test_a_server_that_is_gone_is_told_of(session, register, lender, now):
    hook = register().hook
    assert not is_gone(hook)
    with transaction():
        silence(blind_of_address(str(hook.id)), Stop.DEAD, now=now)
    assert is_gone(hook_of(lender.id))
