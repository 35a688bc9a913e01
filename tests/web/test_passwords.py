"""A new password by mail, and in place of the present one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.domain.accounts import RESET_LASTS
from mediation.models.accounts import Account, Pass, Session
from tests.factories.accounts import PASSWORD, make_account, make_officer

NEW = "seven quiet rivers at night"


@pytest.fixture
def lin(session):
    return make_account("lin@example.com", "林静")


@pytest.fixture
def link(client, lin, outbox):
    client.post("/password/reset", data={"email": "lin@example.com"})
    return outbox()[-1].path


def sign_in(client, password, email="lin@example.com"):
    return client.post("/login", data={"email": email, "password": password}).status_code


class TestAsking:
    def test_sends_a_link_to_the_owner(self, client, lin, outbox):
        answer = client.post("/password/reset", data={"email": "Lin@Example.com"})
        assert answer.location == "/password/reset/sent"
        [letter] = outbox()
        assert letter.to == "lin@example.com"
        assert letter.path.startswith("/password/reset/")

    def test_answers_an_unknown_address_the_same(self, client, lin, outbox):
        known = client.post("/password/reset", data={"email": "lin@example.com"})
        unknown = client.post("/password/reset", data={"email": "nil@example.com"})
        assert (known.status_code, known.location, known.data) == (
            unknown.status_code,
            unknown.location,
            unknown.data,
        )
        assert [letter.to for letter in outbox()] == ["lin@example.com", "nil@example.com"]
        assert "/password/reset/" not in outbox()[-1].body

    def test_takes_the_address_of_the_link_from_the_settings(self, client, lin, outbox, app):
        client.post(
            "/password/reset", data={"email": "lin@example.com"}, headers={"Host": "evil.example"}
        )
        assert outbox()[-1].link.startswith(app.config["BASE_URL"])

    @pytest.mark.parametrize(
        "typed", ["ｌin@example.com", "LIN@EXAMPLE.COM", "lin@ex\u017fample.com"]
    )
    def test_writes_to_the_address_that_is_kept_and_not_to_a_twin(self, client, lin, outbox, typed):
        client.post("/password/reset", data={"email": typed})
        linked = [letter.to for letter in outbox() if "/password/reset/" in letter.body]
        assert set(linked) <= {"lin@example.com"}

    def test_an_account_whose_name_folds_is_written_to_as_kept(self, client, session, outbox):
        make_account("masse@example.com")
        client.post("/password/reset", data={"email": "ma\u00dfe@example.com"})
        assert [letter.to for letter in outbox()] == ["masse@example.com"]

    def test_does_not_flood_anybody(self, client, lin, outbox):
        answers = [
            client.post("/password/reset", data={"email": "lin@example.com"}).status_code
            for _ in range(4)
        ]
        assert answers == [303, 303, 303, 429]
        assert len(outbox()) == 3

    def test_keeps_no_token(self, link, session):
        token = link.rsplit("/", 1)[-1].encode()
        assert len(token) >= 32
        kept = session.scalars(select(Pass)).one()
        assert token not in kept.token_hash


class TestReset:
    def test_opening_the_link_uses_nothing_up(self, client, link):
        for _ in range(3):
            assert client.get(link).status_code == 200
        assert client.post(link, data={"password": NEW}).location == "/login"

    def test_sets_the_password(self, client, link):
        client.post(link, data={"password": NEW})
        assert sign_in(client, PASSWORD) == 200
        assert sign_in(client, NEW) == 303

    def test_works_once(self, client, link):
        client.post(link, data={"password": NEW})
        assert client.get(link).status_code == 410
        assert client.post(link, data={"password": PASSWORD}).status_code == 410

    def test_works_for_half_an_hour(self, client, link, clock):
        clock.advance(RESET_LASTS - timedelta(seconds=1))
        assert client.get(link).status_code == 200
        clock.advance(timedelta(seconds=1))
        assert client.get(link).status_code == 410

    def test_works_with_the_newest_link_only(self, client, link, outbox):
        client.post("/password/reset", data={"email": "lin@example.com"})
        assert client.get(link).status_code == 410
        assert client.get(outbox()[-1].path).status_code == 200

    def test_ends_every_sign_in_and_tells_the_owner(self, client, link, client_of, lin, outbox):
        elsewhere = client_of(lin)
        client.post(link, data={"password": NEW})
        assert "林静" not in elsewhere.get("/").text
        assert outbox()[-1].subject == "您的密码刚刚换过了"

    def test_refuses_a_poor_password_and_keeps_the_link(self, client, link):
        page = client.post(link, data={"password": "password1234"})
        assert 'href="#password"' in page.text
        assert client.get(link).status_code == 200

    @pytest.mark.parametrize("token", ["%20", "%20%20%20", "x", "A" * 500, "%00"])
    def test_takes_no_token_for_none(self, client, link, token):
        assert client.get(f"/password/reset/{token}").status_code in {404, 410}

    def test_does_not_open_other_doors(self, client, link):
        token = link.rsplit("/", 1)[-1]
        assert client.get(f"/invitations/{token}").status_code == 410
        assert client.get(f"/register/{token}").status_code == 410


class TestChange:
    def test_sets_the_password_and_ends_other_sign_ins(self, client_of, lin, outbox, session):
        here, there = client_of(lin), client_of(lin)
        answer = here.post("/account/password", data={"present": PASSWORD, "password": NEW})
        assert answer.location == "/account"
        assert "林静" in here.get("/").text
        assert "林静" not in there.get("/").text
        assert outbox()[-1].to == "lin@example.com"

    def test_asks_for_the_present_password(self, client_of, lin, session):
        before = lin.password_hash
        page = client_of(lin).post("/account/password", data={"present": "wrong", "password": NEW})
        assert 'href="#present"' in page.text
        assert session.get(Account, lin.id).password_hash == before

    def test_is_throttled(self, client_of, lin):
        client = client_of(lin)
        answers = [
            client.post("/account/password", data={"present": "wrong", "password": NEW})
            for _ in range(6)
        ]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]

    def test_asks_staff_for_a_longer_one(self, client_of, session):
        client = client_of(make_officer())
        page = client.post(
            "/account/password", data={"present": PASSWORD, "password": "14 quiet bees"}
        )
        assert "15" in page.text
        assert 'href="#password"' in page.text

    def test_is_not_for_visitors_of_a_case(self, client):
        assert client.get("/account/password").location == "/login?next=/account/password"


def test_no_session_is_ended_twice(session, lin, client_of, now):
    client = client_of(lin)
    client.post("/logout")
    client.post("/logout")
    assert session.scalars(select(Session)).one().ended_at == now
