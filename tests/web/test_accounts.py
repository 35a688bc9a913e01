"""Signing in and out, through the pages."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.domain.accounts import IDLE_FOR_STAFF, LONGEST_SIGN_IN
from mediation.domain.roles import Role
from mediation.models.accounts import Account, Failure, Membership, Session
from tests.factories.accounts import PASSWORD, make_account, make_member, make_officer


@pytest.fixture
def lin(session):
    return make_account("lin@example.com", "林静")


def sign_in(client, email="lin@example.com", password=PASSWORD, **options):
    return client.post("/login", data={"email": email, "password": password}, **options)


class TestSigningIn:
    def test_opens_the_first_page_of_the_role(self, client, lin):
        answer = sign_in(client)
        assert (answer.status_code, answer.location) == (303, "/cases")

    def test_goes_on_to_where_one_wanted_to_go(self, client, lin):
        answer = client.post(
            "/login?next=/verify-message", data={"email": lin.email, "password": PASSWORD}
        )
        assert answer.location == "/verify-message"

    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "\\evil"]
    )
    def test_never_goes_on_to_another_site(self, client, lin, elsewhere):
        answer = client.post(
            f"/login?next={elsewhere}", data={"email": lin.email, "password": PASSWORD}
        )
        assert answer.location == "/cases"

    def test_finds_the_account_however_the_address_is_capitalised(self, client, lin):
        assert sign_in(client, "Lin@Example.COM").status_code == 303

    def test_shows_who_is_signed_in(self, client, lin):
        sign_in(client)
        assert "林静" in client.get("/").text

    def test_makes_a_new_key_each_time(self, client, lin, session):
        for _ in range(2):
            sign_in(client)
        first, second = session.scalars(select(Session).order_by(Session.id))
        assert first.token_hash != second.token_hash
        assert first.ended_at is not None
        assert second.ended_at is None

    def test_answers_the_same_to_a_wrong_password_and_an_unknown_address(self, client, lin):
        known = sign_in(client, password="not the password")
        unknown = sign_in(client, "nil@example.com", password="not the password")
        assert known.status_code == unknown.status_code == 200
        assert known.text == unknown.text.replace("nil@example.com", "lin@example.com")

    def test_does_not_let_a_suspended_account_in(self, client, lin, session, now):
        session.get(Account, lin.id).suspended_at = now
        assert "林静" not in client.get("/").text
        assert sign_in(client).status_code == 200

    def test_asks_for_what_is_missing(self, client):
        page = sign_in(client, "", "").text
        assert 'href="#email"' in page
        assert 'href="#password"' in page

    def test_never_shows_a_password_again(self, client, lin):
        assert "my secret words" not in sign_in(client, password="my secret words").text


class TestSigningOut:
    def test_ends_the_session_in_the_database(self, client, lin, session):
        sign_in(client)
        assert client.post("/logout").location == "/"
        assert session.scalars(select(Session)).one().ended_at is not None

    def test_makes_the_old_cookie_worthless(self, client, lin):
        sign_in(client)
        cookie = client.get_cookie("mediation").value
        client.post("/logout")
        client.set_cookie("mediation", cookie)
        assert "林静" not in client.get("/").text


class TestLasting:
    def test_ends_after_half_an_hour_without_a_click(self, client, session, clock):
        officer = make_officer()
        sign_in(client, officer.email)
        clock.advance(IDLE_FOR_STAFF)
        assert "/login" in client.get("/").text

    def test_lasts_on_while_one_works(self, client, session, clock):
        officer = make_officer()
        sign_in(client, officer.email)
        for _ in range(4):
            clock.advance(timedelta(minutes=20))
            assert officer.name in client.get("/").text

    def test_ends_after_twelve_hours_whatever_one_does(self, client, session, clock):
        officer = make_officer()
        sign_in(client, officer.email)
        seen = 0
        while officer.name in client.get("/").text:
            clock.advance(timedelta(minutes=20))
            seen += 1
        assert seen == LONGEST_SIGN_IN / timedelta(minutes=20)

    def test_writes_seldom(self, client, session, clock):
        officer = make_officer()
        sign_in(client, officer.email)
        began = session.scalars(select(Session)).one().seen_at
        clock.advance(timedelta(minutes=4))
        client.get("/")
        assert session.scalars(select(Session)).one().seen_at == began
        clock.advance(timedelta(minutes=1))
        client.get("/")
        assert session.scalars(select(Session)).one().seen_at == began + timedelta(minutes=5)


class TestThrottle:
    def fail(self, client, times=1, email="lin@example.com", **options):
        return [sign_in(client, email, "wrong password", **options) for _ in range(times)][-1]

    def test_slows_the_sixth_try_within_a_minute(self, client, lin):
        assert self.fail(client, 5).status_code == 200
        answer = sign_in(client)
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "60"

    def test_lets_one_in_again_after_a_minute(self, client, lin, clock):
        self.fail(client, 5)
        clock.advance(timedelta(minutes=1, seconds=1))
        assert sign_in(client).status_code == 303

    def test_counts_failures_only(self, client, lin, session):
        for _ in range(12):
            assert sign_in(client).status_code == 303
        assert session.scalars(select(Failure)).all() == []

    def test_slows_an_address_that_tries_many_accounts(self, client, lin):
        for number in range(10):
            self.fail(client, email=f"nobody{number}@example.com")
        assert sign_in(client).status_code == 429

    def test_does_not_lock_the_owner_out_elsewhere(self, client, lin):
        self.fail(client, 5)
        elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
        assert sign_in(client, environ_base=elsewhere).status_code == 303

    def test_does_not_lock_out_a_device_that_the_owner_has_used(self, client, lin):
        sign_in(client)
        client.post("/logout")
        for number in range(10):
            self.fail(client, email=f"nobody{number}@example.com")
        assert sign_in(client).status_code == 303

    def test_slows_an_attack_from_everywhere_but_lets_the_owner_in(self, client, lin):
        for number in range(50):
            self.fail(client, environ_base={"REMOTE_ADDR": f"198.51.100.{number}"})
        attacker = {"REMOTE_ADDR": "192.0.2.77"}
        assert self.fail(client, environ_base=attacker).status_code == 200
        assert self.fail(client, environ_base=attacker).status_code == 429
        assert sign_in(client, environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 303

    @pytest.mark.parametrize("spelling", ["1.2.3.{}", "1.2.3.{}, 5.6.7.8", "::{}", "rubbish {}"])
    def test_does_not_believe_a_header_without_a_proxy(self, client, lin, spelling):
        for number in range(5):
            header = {"X-Forwarded-For": spelling.format(number)}
            self.fail(client, headers=header)
        answer = sign_in(client, headers={"X-Forwarded-For": spelling.format(9)})
        assert answer.status_code == 429

    def test_sees_through_a_trusted_proxy_and_no_further(self, client, lin, app, monkeypatch):
        monkeypatch.setitem(app.config, "TRUSTED_PROXIES", "1")
        for number in range(5):
            self.fail(client, headers={"X-Forwarded-For": f"1.2.3.{number}, 203.0.113.5"})
        spoofed = {"X-Forwarded-For": "9.9.9.9, 203.0.113.5"}
        assert sign_in(client, headers=spoofed).status_code == 429
        another = {"X-Forwarded-For": "203.0.113.6"}
        assert sign_in(client, headers=another).status_code == 303

    def test_takes_spellings_of_an_address_for_one(self, client, lin):
        for spelling in (
            "lin@example.com",
            "LIN@example.com",
            "Lin@Example.com",
            " lin@example.com",
        ):
            self.fail(client, email=spelling)
        self.fail(client)
        assert sign_in(client).status_code == 429


class TestOwnAccount:
    def test_shows_and_changes_name_and_language(self, client_of, lin, session):
        client = client_of(lin)
        assert "lin@example.com" in client.get("/account").text
        answer = client.post("/account", data={"name": "林小静", "locale": "en"})
        assert answer.location == "/account"
        account = session.get(Account, lin.id)
        assert (account.name, account.locale) == ("林小静", "en")
        page = client.get("/account").text
        assert "林小静" in page
        assert 'lang="en"' in page

    def test_takes_no_other_language(self, client_of, lin, session):
        client_of(lin).post("/account", data={"name": "林静", "locale": "xx"})
        assert session.get(Account, lin.id).locale is None

    def test_lists_where_one_is_signed_in(self, client_of, client, lin):
        agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari"
        sign_in(client, headers={"User-Agent": agent})
        assert "Chrome · Android" in client.get("/account/sessions").text

    def test_ends_one_sign_in(self, client_of, lin, session):
        here, there = client_of(lin), client_of(lin)
        other = session.scalars(select(Session).order_by(Session.id.desc())).first()
        assert here.post(f"/account/sessions/{other.id}/ending").status_code == 303
        assert "林静" in here.get("/").text
        assert "林静" not in there.get("/").text

    def test_ends_nobody_elses_sign_in(self, client_of, lin, session):
        stranger = client_of(make_account(name="王芳"))
        theirs = session.scalars(select(Session)).one().id
        assert client_of(lin).post(f"/account/sessions/{theirs}/ending").status_code == 404
        assert "王芳" in stranger.get("/").text

    def test_ends_all_others(self, client_of, lin):
        here, there = client_of(lin), client_of(lin)
        here.post("/account/sessions/others/ending")
        assert "林静" in here.get("/").text
        assert "林静" not in there.get("/").text


class TestSwitchingRoles:
    def test_goes_on_in_another_role(self, client_of, session):
        account = make_officer()
        make_member(Role.MEDIATOR, account=account)
        client = client_of(account)
        before = client.get_cookie("mediation").value
        mediator = session.scalars(select(Membership).where(Membership.role == Role.MEDIATOR)).one()
        assert str(mediator.id) in client.get("/account/role").text
        answer = client.post("/account/role", data={"membership": mediator.id})
        assert answer.status_code == 303
        assert client.get_cookie("mediation").value != before
        assert "调解员" in client.get("/account").text

    def test_goes_to_ones_own_complaints(self, client_of, session):
        client = client_of(make_officer())
        assert client.post("/account/role", data={"membership": "0"}).location == "/cases"

    @pytest.mark.parametrize("wish", ["", "x", "-1", "12345", "１", "9" * 40])
    def test_goes_nowhere_else(self, client_of, session, wish):
        client = client_of(make_officer())
        assert client.post("/account/role", data={"membership": wish}).status_code == 404
