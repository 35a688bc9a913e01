"""The administrator's page of messages on their way out."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete

from mediation.db import db
from mediation.domain.references import make_reference
from mediation.domain.roles import Role
from mediation.models.notices import Notice, code_of
from mediation.queries import dispatch
from tests.factories.accounts import make_member, make_officer
from tests.factories.cases import make_case
from tests.factories.notices import make_notice
from tests.web.plans import walks
from tests.web.test_budgets import MOST_OF_A_LIST, counted

WHERE = "/admin/notices"


@pytest.fixture
def admin(client_of, session):
    return client_of(make_member(Role.ADMIN))


@pytest.fixture
def made(session, now):
    """A message in each state, by the state."""
    states = {
        "waiting": {},
        "held": {"due_at": now + timedelta(hours=2)},
        "leaving": {"claim_id": 7, "claimed_at": now},
        "sent": {"sent_at": now},
        "given_up": {"gave_up_at": now, "error": "dead_number", "tries": 9},
    }
    made = {
        state: make_notice(
            channel="sms", recipient=f"+861380000{number}000", **{"due_at": now, **columns}
        )
        for number, (state, columns) in enumerate(states.items())
    }
    make_notice(make_officer())  # What lies in an inbox is not on its way.
    return made


def codes_in(text):
    return re.findall(r'<small class="mono">([A-Z2-7]{8})</small>', text)


def found(admin, query):
    return codes_in(admin.get(f"{WHERE}?{query}").text)


class TestStates:
    @pytest.mark.parametrize("state", ["waiting", "held", "leaving", "sent", "given_up"])
    def test_each_state_lists_its_own(self, admin, made, state):
        assert found(admin, f"state={state}") == [code_of(made[state].id)]

    def test_counts_each(self, admin, made):
        text = admin.get(WHERE).text
        for words in ("等待发送 1", "到时再发 1", "正在发送 1", "已发出 1", "已放弃 1"):
            assert words in text

    def test_says_why_and_when(self, admin, made):
        text = admin.get(f"{WHERE}?state=given_up").text
        assert "空号" in text
        assert "试了 9 次" in text
        assert "14:00再发" in admin.get(f"{WHERE}?state=held").text

    @pytest.mark.parametrize("state", ["waiting", "sent"])
    def test_goes_on_by_key(self, admin, now, monkeypatch, state):
        monkeypatch.setattr(dispatch, "PAGE", 2)
        sent = {"sent_at": now} if state == "sent" else {}
        for number in range(5):
            make_notice(channel="mail", **sent, due_at=now - timedelta(minutes=number // 2))
        seen, path = [], f"{WHERE}?state={state}"
        while path:
            text = admin.get(path).text
            seen += codes_in(text)
            onward = re.search(r'href="([^"]*)" rel="next"', text)
            path = onward and onward[1].replace("&amp;", "&")
        assert len(seen) == len(set(seen)) == 5


class TestContents:
    def test_shows_neither_recipient_nor_words(self, admin, session):
        case = make_case()
        make_notice(channel="mail", recipient="linjing@example.com", case=case, facts={"x": "秘密"})
        text = admin.get(WHERE).text
        assert "lin…@e…" in text
        for secret in (case.reference, "linjing", "example.com", "秘密", "受理"):
            assert secret not in text

    def test_is_for_administrators_alone(self, client_of, session):
        assert client_of(make_officer()).get(WHERE).status_code == 403


class TestSearch:
    def test_by_recipient_case_and_code(self, admin, made, session):
        case = make_case(phone="+8613900009999")
        db.session.execute(delete(Notice).where(Notice.case_id == case.id))
        mail = make_notice(channel="mail", recipient="Lin@example.com", case=case)
        code = code_of(mail.id)
        assert found(admin, "q=lin@EXAMPLE.com") == [code]
        assert found(admin, f"q={case.reference}") == [code]
        assert found(admin, f"q={code[:4].lower()}-{code[4:]}") == [code]
        assert found(admin, "q=138 0000 3000") == [code_of(made["sent"].id)]
        assert found(admin, "q=nobody@example.com") == found(admin, "q=word") == []

    def test_by_kind(self, admin, made, session):
        other = make_notice(channel="mail", kind="offer_made", recipient="lin@example.com")
        make_notice(channel="mail", kind="offer_made", recipient="he@example.com")
        assert len(found(admin, "kind=offer_made")) == 2
        assert found(admin, "kind=offer_made&q=lin@example.com") == [code_of(other.id)]
        assert len(found(admin, "kind=nonsense")) == 3  # All that wait.

    def test_finds_nothing_in_inboxes(self, admin, session):
        officer = make_officer()
        make_notice(officer)
        assert found(admin, f"q={officer.email}") == []

    @pytest.mark.parametrize(
        "query",
        [
            *(f"state={state}" for state in ("waiting", "held", "leaving", "sent", "given_up")),
            "q=lin@example.com",
            "q=13800001234",
            f"q={make_reference(2026, 5)}",
            "q=ABCD2345",
            "kind=offer_made",
            "kind=offer_made&q=lin@example.com",
            "state=held&at=1772000000&before=5",
            "state=sent&before=5",
        ],
    )
    def test_costs_little_and_walks_through_nothing(self, admin, made, query):
        with counted() as seen:
            assert admin.get(f"{WHERE}?{query}").status_code == 200
        assert len(seen) <= MOST_OF_A_LIST
        assert walks(seen) == []


class TestRetry:
    def test_tries_what_was_given_up(self, admin, made, now):
        notice = made["given_up"]
        assert f"{WHERE}/{notice.id}/retry" in admin.get(f"{WHERE}?state=given_up").text
        assert admin.post(f"{WHERE}/{notice.id}/retry").status_code == 303
        fresh = db.session.get_one(Notice, notice.id)
        assert (fresh.gave_up_at, fresh.tries, fresh.due_at) == (None, 0, now)

    def test_refuses_what_was_not(self, admin, made):
        assert admin.post(f"{WHERE}/{made['sent'].id}/retry").status_code == 409
        assert admin.post(f"{WHERE}/1/retry").status_code == 409
