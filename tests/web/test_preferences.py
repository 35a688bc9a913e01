"""Choosing how to hear of things, and leaving the daily summaries by a link."""

import pytest
from sqlalchemy import select

from mediation.domain.notices import Channel, Manner, Subject
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.models.notices import Preference, account_of_leave, leave_of
from mediation.queries.preferences import wishes_of
from mediation.services.preferences import choose_manners
from tests.factories.accounts import make_borrower, make_officer
from tests.factories.cases import make_case


@pytest.fixture
def lin(session):
    make_borrower()
    found = make_borrower(email="lin@example.com")
    session.commit()
    return found


@pytest.fixture
def digest(session, lin, now):
    wishes = {(Subject.TALKS, Channel.MAIL): Manner.DIGEST}
    wishes |= {(Subject.MONEY, Channel.SMS): Manner.DIGEST}
    actor = Actor(role=Role.COMPLAINANT, account_id=lin.id, holder_id=lin.id)
    choose_manners(wishes, actor=actor, now=now)
    session.commit()


class TestOwn:
    def test_keeps_what_was_chosen(self, client_of, lin):
        client = client_of(lin)
        sent = {"talks-mail": "digest", "money-sms": "never"}
        page = client.get("/account/notices").text
        assert 'name="talks-mail"' in page
        assert 'name="danger-mail"' not in page
        everything = {
            name: "now"
            for subject in ("case", "talks", "deadlines", "money", "hearings")
            for name in (f"{subject}-mail", f"{subject}-sms")
            if f'name="{name}"' in page
        }
        answer = client.post("/account/notices", data=everything | sent)
        assert answer.status_code == 303
        wishes = wishes_of(lin.id)
        assert wishes[Subject.TALKS, Channel.MAIL] is Manner.DIGEST
        assert wishes[Subject.MONEY, Channel.SMS] is Manner.NEVER
        client.post("/account/notices", data=everything | {"talks-mail": "now"})
        assert wishes_of(lin.id)[Subject.TALKS, Channel.MAIL] is Manner.NOW

    def test_refuses_to_switch_off_what_is_required(self, client_of, session):
        client = client_of(make_officer())
        page = client.get("/account/notices").text
        fields = {f"{subject}-mail": "now" for subject in Subject if f'"{subject}-mail"' in page}
        answer = client.post("/account/notices", data=fields | {"danger-mail": "never"})
        assert answer.status_code == 409
        assert "不能推迟或关闭" in answer.text
        assert session.scalars(select(Preference)).all() == []

    def test_is_for_accounts(self, client_of, session):
        assert client_of(make_case()).get("/account/notices").status_code == 404


class TestLeave:
    def test_stops_nothing_by_being_looked_at(self, client, lin, digest):
        for _ in range(5):
            assert client.get(f"/unsubscribe/{leave_of(lin.id)}").status_code == 200
        assert wishes_of(lin.id)[Subject.TALKS, Channel.MAIL] is Manner.DIGEST

    def test_stops_the_summaries_by_mail_with_one_click(self, app, client, lin, digest, session):
        app.config["WTF_CSRF_ENABLED"] = True
        try:
            answer = client.post(
                f"/unsubscribe/{leave_of(lin.id)}", data={"List-Unsubscribe": "One-Click"}
            )
        finally:
            app.config["WTF_CSRF_ENABLED"] = False
        assert answer.status_code == 200
        session.expire_all()
        assert wishes_of(lin.id) == {
            (Subject.TALKS, Channel.MAIL): Manner.NEVER,
            (Subject.MONEY, Channel.SMS): Manner.DIGEST,
        }

    @pytest.mark.parametrize("token", ["", "x", "1-", "zz-aaaa", "f" * 40])
    def test_is_for_nobody_with_a_link_of_their_own_making(self, client, lin, token):
        forged = f"{lin.id:x}-{leave_of(lin.id + 1).partition('-')[2]}"
        for wrong in (token or forged, forged):
            assert account_of_leave(wrong) is None
            assert client.post(f"/unsubscribe/{wrong}").status_code == 404
