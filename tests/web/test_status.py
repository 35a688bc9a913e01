"""Coming back to a case without an account."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.domain.accounts import CODE_LASTS
from mediation.domain.events import Event
from mediation.models.history import History
from mediation.models.parties import Party
from tests.factories.cases import make_case

PHONE = "+8613800001234"


@pytest.fixture
def case(session):
    return make_case(phone=PHONE)


@pytest.fixture
def noise(session):
    return make_case(phone="+8613900009999")


def enter(client, reference, code, **options):
    return client.post("/status", data={"reference": reference, "code": code}, **options)


class TestEntering:
    def test_opens_the_case(self, client, case):
        answer = enter(client, case.reference, case.follow_up_code)
        assert answer.location == f"/cases/{case.reference}"
        assert client.get(f"{answer.location}/complaint").status_code == 200

    @pytest.mark.parametrize(
        "spell",
        [
            str.lower,
            lambda text: text.replace("-", ""),
            lambda text: text.replace("-", " "),
            lambda text: text.replace("-", "—"),
            lambda text: f"  {text}  ",
            lambda text: "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in text),
        ],
    )
    def test_reads_any_spelling(self, client, case, spell):
        answer = enter(client, spell(case.reference), spell(case.follow_up_code))
        assert answer.status_code == 303

    def test_opens_no_other_case(self, client, case, noise):
        enter(client, case.reference, case.follow_up_code)
        assert client.get(f"/cases/{noise.reference}/complaint").status_code == 404

    def test_answers_the_same_to_an_unknown_number_and_a_wrong_code(self, client, case):
        known = enter(client, case.reference, "2345-6789-ABCD")
        unknown = enter(client, "M2026-22222222", "2345-6789-ABCD")
        assert known.status_code == unknown.status_code == 200
        assert known.text.replace(case.reference, "X") == unknown.text.replace(
            "M2026-22222222", "X"
        )

    @pytest.mark.parametrize("code", ["2222-2222-2222", "222222222222", "----", "ＡＢ", "0"])
    def test_lets_no_made_up_code_in(self, client, case, code):
        assert enter(client, case.reference, code).status_code == 200
        assert enter(client, "M2026-22222222", code).status_code == 200

    def test_does_not_take_the_code_of_another_case(self, client, case, noise):
        assert enter(client, case.reference, noise.follow_up_code).status_code == 200

    def test_is_throttled(self, client, case, clock):
        for _ in range(5):
            enter(client, case.reference, "2345-6789-ABCD")
        answer = enter(client, case.reference, case.follow_up_code)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
        clock.advance(timedelta(minutes=1, seconds=1))
        assert enter(client, case.reference, case.follow_up_code).status_code == 303

    def test_does_not_lock_the_owner_out_elsewhere(self, client, case):
        for _ in range(5):
            enter(client, case.reference, "2345-6789-ABCD")
        elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
        answer = enter(client, case.reference, case.follow_up_code, environ_base=elsewhere)
        assert answer.status_code == 303

    def test_ends_with_signing_out(self, client, case):
        enter(client, case.reference, case.follow_up_code)
        client.post("/logout")
        assert client.get(f"/cases/{case.reference}/complaint").status_code == 303

    def test_ends_after_two_idle_hours(self, client, case, clock):
        enter(client, case.reference, case.follow_up_code)
        clock.advance(timedelta(hours=2))
        assert client.get(f"/cases/{case.reference}/complaint").status_code == 303

    def test_gives_no_account(self, client, case):
        enter(client, case.reference, case.follow_up_code)
        for address in ("/account", "/account/sessions", "/account/role", "/account/password"):
            assert client.get(address).status_code == 404


class TestLosingTheCode:
    def ask(self, client, reference, contact=PHONE, **options):
        return client.post(
            "/status/code", data={"reference": reference, "contact": contact}, **options
        )

    def prove(self, client, code):
        return client.post("/status/code/proof", data={"code": code})

    def codes(self, outbox):
        return [letter for letter in outbox() if "验证码" in letter.body]

    def test_shows_it_again_after_proof_of_contact(self, client, case, outbox, session):
        before = len(outbox())
        assert self.ask(client, case.reference).location == "/status/code/proof"
        letter = outbox()[-1]
        assert len(outbox()) == before + 1
        assert (letter.to, letter.channel) == (PHONE, "sms")
        page = self.prove(client, letter.code)
        assert case.follow_up_code in page.text
        assert client.get(f"/cases/{case.reference}/complaint").status_code == 200

    def test_is_kept_in_the_history(self, client, case, outbox, session):
        self.ask(client, case.reference)
        self.prove(client, outbox()[-1].code)
        shown = select(History).where(History.event == Event.FOLLOW_UP_CODE_SHOWN)
        assert session.scalars(shown).one().case_id == case.id

    @pytest.mark.parametrize("typed", ["13800001234", "138 0000 1234", "+86 138-0000-1234"])
    def test_knows_the_contact_however_it_is_typed(self, client, case, outbox, typed):
        before = len(outbox())
        self.ask(client, case.reference, typed)
        assert len(outbox()) == before + 1

    def test_answers_the_same_whether_or_not_there_is_such_a_case(self, client, case, outbox):
        before = len(outbox())
        right = self.ask(client, case.reference)
        right_page = client.get("/status/code/proof").text
        wrong_contact = self.ask(client, case.reference, "13911112222")
        wrong_page = client.get("/status/code/proof").text
        no_case = self.ask(client, "M2026-22222222", "13711112222")
        assert right.status_code == wrong_contact.status_code == no_case.status_code
        assert right.location == wrong_contact.location == no_case.location
        assert right_page == wrong_page
        assert len(outbox()) == before + 1
        assert self.prove(client, "123456").status_code == 200

    def test_sends_only_to_where_the_complainant_wants_to_be_reached(
        self, client, case, outbox, session
    ):
        party = session.scalars(select(Party).where(Party.case_id == case.id)).first()
        party.reach = '{"safe_number": "+8613700007777"}'
        self.ask(client, case.reference)
        assert outbox()[-1].to == "+8613700007777"

    def test_takes_five_tries(self, client, case, outbox):
        self.ask(client, case.reference)
        right = outbox()[-1].code
        wrong = "000000" if right != "000000" else "111111"
        assert [self.prove(client, wrong).status_code for _ in range(5)] == [200] * 5
        assert self.prove(client, right).status_code == 429

    def test_takes_ten_minutes(self, client, case, outbox, clock):
        self.ask(client, case.reference)
        right = outbox()[-1].code
        clock.advance(CODE_LASTS)
        assert case.follow_up_code not in self.prove(client, right).text

    def test_works_once(self, client, case, outbox):
        self.ask(client, case.reference)
        right = outbox()[-1].code
        self.prove(client, right)
        client.post("/logout")
        self.ask(client, case.reference)
        assert case.follow_up_code not in self.prove(client, right).text

    def test_works_with_the_newest_only(self, client, case, outbox):
        self.ask(client, case.reference)
        first = outbox()[-1].code
        self.ask(client, case.reference)
        second = outbox()[-1].code
        if first != second:
            assert case.follow_up_code not in self.prove(client, first).text
        assert case.follow_up_code in self.prove(client, second).text

    def test_does_not_flood_anybody(self, client, case):
        number = "13612345678"
        answers = [self.ask(client, case.reference, number).status_code for _ in range(4)]
        assert answers == [303, 303, 303, 429]

    def test_begins_with_the_question(self, client, case):
        assert client.get("/status/code/proof").location == "/status/code"
