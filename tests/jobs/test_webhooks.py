"""Notices to a company's computers leave as signed calls, to where they are by then."""

import pytest
from sqlalchemy import select

from mediation.domain.roles import Role
from mediation.gateways import channels, webhooks
from mediation.jobs.notices import deliver_notices
from mediation.models.notices import Notice
from mediation.services.notices import tell
from mediation.services.webhooks import register_webhook
from mediation.transaction import transaction
from tests.factories.accounts import actor_of, make_member
from tests.factories.organisations import make_lender
from tests.world.web_server import serving

REFERENCE = "M2026-7K3PQ9XD"


@pytest.fixture
def server(monkeypatch):
    send = webhooks.sender_of({"WEBHOOKS_PRIVATE": "1"})
    monkeypatch.setitem(channels._channels, "webhook", send)
    with serving() as server:
        yield server


@pytest.fixture
def register(session, now):
    lender = make_lender()
    admin = actor_of(make_member(Role.LENDER_ADMIN, lender))

    def verb(url, replaces=None, of=lender, by=admin):
        wish = {"replaces": replaces, "private": True, "actor": by, "now": now}
        session.commit()
        with transaction():
            return register_webhook(of.id, url, **wish).hook.id

    return verb


def write(*hooks, now):
    """A notice to each of these webhooks, with a key for each."""
    facts = {"reference": REFERENCE, "path": f"/cases/{REFERENCE}", "borrower": "周晓"}
    with transaction():
        for hook_id, key in hooks:
            known = {"channel": "webhook", "recipient": str(hook_id), "locale": "en", **facts}
            tell("complaint_put", key=key, now=now, **known)


def test_says_what_happened_and_nothing_of_a_person(server, register, now, session):
    write((register(f"{server.url}/hook"), "k"), now=now)
    assert deliver_notices(now) == (1, 0)
    [call] = server.calls
    assert call.json == {
        "kind": "complaint_put",
        "case": REFERENCE,
        "at": now.isoformat(),
        "link": f"http://127.0.0.1:8000/cases/{REFERENCE}",
    }
    assert call.headers["webhook-id"] == str(session.scalar(select(Notice.id)))


def test_goes_to_where_the_company_is_by_then(server, register, now):
    first = register("http://127.0.0.1:1/old")
    write((first, "k"), now=now)
    register(f"{server.url}/new", replaces=first)
    assert deliver_notices(now) == (1, 0)
    assert [call.path for call in server.calls] == ["/new"]


def test_of_a_server_that_is_gone_is_given_up(server, register, now, session):
    server.status = 410
    write((register(f"{server.url}/hook"), "k"), now=now)
    assert deliver_notices(now) == (1, 1)
    assert session.scalar(select(Notice.error)) == "gone"


def test_the_dead_server_of_one_company_holds_up_no_other(server, register, session, now):
    dead = register("http://127.0.0.1:1/hook")
    write(*[(dead, f"k{number}") for number in range(3)], now=now)
    lender = make_lender()
    other = actor_of(make_member(Role.LENDER_ADMIN, lender))
    write((register(f"{server.url}/hook", of=lender, by=other), "last"), now=now)
    assert deliver_notices(now) == (4, 3)
    assert len(server.calls) == 1
