"""Links that come by mail survive the scanners that open them first."""

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation import clock
from mediation.db import db
from mediation.domain.notices import Channel, Manner, Subject
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.models.accounts import Pass, PassKind
from mediation.models.notices import Preference, leave_of
from mediation.services.drafts import link_to_draft
from mediation.services.invitations import invite_member
from mediation.services.passes import issue_pass
from mediation.services.preferences import choose_manners
from tests.factories.accounts import actor_of, make_account, make_borrower, make_member
from tests.factories.drafts import make_draft
from tests.factories.organisations import make_lender

PASSWORD = "long-enough-Passw0rd-2026"
ASKED = '{"email": "lin@example.com", "name": "林静", "locale": "zh_CN"}'


def registration():
    lasts = timedelta(hours=1)
    token = issue_pass(PassKind.REGISTRATION, content=ASKED, lasts=lasts, now=clock.now())
    return f"/register/{token}", {"password": PASSWORD}


def password_reset():
    lasts, owner = timedelta(hours=1), make_account().id
    token = issue_pass(PassKind.PASSWORD_RESET, account_id=owner, lasts=lasts, now=clock.now())
    return f"/password/reset/{token}", {"password": PASSWORD}


def invitation():
    lender = make_lender()
    token = invite_member(
        lender,
        email=f"he{secrets.token_hex(4)}@example.com",
        name="何平",
        role=Role.LENDER_STAFF,
        actor=actor_of(make_member(Role.LENDER_ADMIN, lender)),
        now=clock.now(),
    )
    return f"/invitations/{token}", {"name": "何平", "password": PASSWORD}


def draft_link():
    return f"/file/resume/{link_to_draft(make_draft()[0], now=clock.now())}", {}


def summaries():
    owner = make_borrower().id
    actor = Actor(role=Role.COMPLAINANT, account_id=owner, holder_id=owner)
    wishes = {(Subject.TALKS, Channel.MAIL): Manner.DIGEST}
    choose_manners(wishes, actor=actor, now=clock.now())
    return f"/unsubscribe/{leave_of(owner)}", {}


DOORS = {
    "invitations.finish": registration,
    "passwords.reset": password_reset,
    "invitations.accept": invitation,
    "ways_back.resume": draft_link,
    "preferences.leave": summaries,
}


def kept():
    """What an opened link could use up or change."""
    db.session.rollback()
    digests = Preference.manner == Manner.DIGEST
    return (
        db.session.scalar(select(func.count()).select_from(Pass).where(Pass.used_at.is_(None))),
        db.session.scalar(select(func.count()).select_from(Preference).where(digests)),
    )


def test_every_door_that_opens_by_a_link_is_tried(app):
    by_link = {rule.endpoint for rule in app.url_map.iter_rules() if "token" in rule.arguments}
    assert by_link == set(DOORS)


@pytest.mark.parametrize("endpoint", sorted(DOORS))
def test_a_link_that_scanners_opened_still_works(app, session, client, endpoint):
    path, answers = DOORS[endpoint]()
    session.commit()
    before = kept()
    for method in ("GET", "HEAD", "GET", "GET", "GET", "GET"):
        opened = app.test_client().open(path, method=method)
        assert opened.status_code == 200
        assert opened.headers["Referrer-Policy"] in ("no-referrer", "same-origin")
    assert kept() == before
    assert client.post(path, data=answers).status_code in (200, 303)
    assert kept() != before or endpoint == "ways_back.resume"
