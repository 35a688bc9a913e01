"""The page for whoever doubts a message."""

import pytest
from sqlalchemy import select

from mediation.domain.lifecycle import Stage
from mediation.models.notices import Notice, code_of
from mediation.models.organisations import Organisation
from mediation.services.notices import tell
from tests.factories.stages import cast_at

YES = "是的，这条消息是我们发的，也是发给您的"
NO = "没有查到：我们没有向这个号码或邮箱发过这样的消息"


@pytest.fixture
def case(session):
    return cast_at(Stage.MEDIATION).case


@pytest.fixture
def code(session, case, now):
    """The code of a message about a case, sent to a number that ends in 1234."""
    tell(
        "draft_reminder",
        key="k",
        channel="sms",
        recipient="+8613800001234",
        locale="zh_CN",
        now=now,
        case_id=case.id,
        amount_fen=186_50,
    )
    notice = session.scalars(select(Notice).where(Notice.key.startswith("k/"))).one()
    notice.sent_at = now
    session.commit()
    return code_of(notice.id)


def ask(client, code, tail, **options):
    return client.post("/verify-message", data={"code": code, "tail": tail}, **options)


class TestAsking:
    def test_says_yes_with_body_and_day(self, session, client, case, code):
        text = ask(client, code, "1234").text
        assert YES in text
        assert session.get_one(Organisation, case.body_id).name in text
        assert "2026年3月4日" in text

    def test_says_nothing_of_the_case(self, client, case, code):
        text = ask(client, code, "1234").text
        for secret in (case.reference, case.respondent_name, case.complainant_name, "186.50"):
            assert secret not in text
        assert "调解中" not in text

    def test_answers_the_same_whatever_is_wrong(self, client, code):
        answers = [
            ask(client, code, "9999"),
            ask(client, "ABCDEFGH", "1234"),
            ask(client, "ABCDEFGH", "9999"),
        ]
        assert {answer.status_code for answer in answers} == {200}
        plain = {
            answer.text.replace(code, "").replace("ABCDEFGH", "").replace("1234", "9999")
            for answer in answers
        }
        assert len(plain) == 1
        assert NO in plain.pop()

    def test_is_throttled(self, client, code):
        for _ in range(10):
            assert ask(client, code, "9999").status_code == 200
        answer = ask(client, code, "1234")
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")

    def test_says_what_is_missing(self, client):
        text = ask(client, "", "").text
        assert "请填消息末尾的核对码" in text
        assert NO not in text

    def test_takes_the_code_from_a_link(self, client):
        assert 'value="ABCD-EFGH"' in client.get("/verify-message?code=ABCD-EFGH").text

    def test_does_not_answer_to_a_link(self, client, code):
        assert YES not in client.get(f"/verify-message?code={code}&tail=1234").text

    def test_needs_no_session(self, client, code):
        assert "Set-Cookie" not in ask(client, code, "1234").headers

    def test_refuses_another_site(self, client, code):
        answer = ask(client, code, "1234", headers={"Origin": "https://else.example"})
        assert answer.status_code == 400
