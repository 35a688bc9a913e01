"""The pages on which each side says whether it will mediate."""

import pytest

from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import NoSettlement, Outcome
from mediation.domain.parties import Channel
from mediation.domain.spaces import Side
from mediation.queries import assignment
from tests.factories.stages import cast_at


def at(case, part):
    return f"/cases/{case.reference}/{part}"


@pytest.fixture
def cast(session):
    found = cast_at(Stage.AWAITING_MEDIATOR)
    session.commit()
    return found


@pytest.fixture
def officer(cast, client_of):
    return client_of(cast.officer)


def test_asking_for_a_mediator_is_asked_twice_and_is_a_yes(session, client_of):
    cast = cast_at(Stage.NEGOTIATION)
    session.commit()
    visitor = client_of(cast.complainant)
    assert visitor.get(at(cast.case, "mediation-request")).status_code == 200
    filled = {"words": "对方一直不回"}
    assert 'name="sure"' in visitor.post(at(cast.case, "mediation-request"), data=filled).text
    assert cast.case.stage is Stage.NEGOTIATION
    visitor.post(at(cast.case, "mediation-request"), data={**filled, "sure": "1"})
    assert cast.case.stage is Stage.AWAITING_MEDIATOR
    questions = assignment.open_questions(cast.case)
    assert questions[Side.COMPLAINANT].willing is True
    assert Side.LENDER not in questions
    assert "对方一直不回" not in client_of(cast.lender).get(at(cast.case, "willingness")).text


class TestAsking:
    def test_asks_whoever_has_not_answered(self, cast, officer, outbox):
        page = officer.get(at(cast.case, "willingness"))
        assert page.status_code == 200
        assert "还没有征询" in page.text
        assert officer.post(at(cast.case, "willingness/question")).status_code == 303
        assert assignment.open_questions(cast.case)[Side.LENDER].willing is None

    def test_a_party_does_not_see_the_overview(self, cast, client_of):
        page = client_of(cast.complainant).get(at(cast.case, "willingness"))
        assert at(cast.case, "willingness/question") not in page.text


class TestAnswering:
    @pytest.fixture
    def lender(self, cast, officer, client_of):
        officer.post(at(cast.case, "willingness/question"))
        return client_of(cast.lender)

    def test_a_yes_is_recorded_at_once(self, cast, lender):
        assert lender.get(at(cast.case, "willingness")).status_code == 200
        sent = lender.post(at(cast.case, "willingness"), data={"willing": "yes"})
        assert sent.status_code == 303
        assert assignment.open_questions(cast.case)[Side.LENDER].willing is True

    def test_a_no_is_asked_once_more_and_closes(self, cast, lender):
        page = lender.post(at(cast.case, "willingness"), data={"willing": "no"})
        assert 'name="sure"' in page.text
        assert cast.case.stage is Stage.AWAITING_MEDIATOR
        lender.post(at(cast.case, "willingness"), data={"willing": "no", "sure": "1"})
        assert cast.case.outcome is Outcome.NO_SETTLEMENT
        assert cast.case.outcome_reason == NoSettlement.REFUSED

    def test_an_empty_form_is_no_answer(self, cast, lender):
        page = lender.post(at(cast.case, "willingness"), data={})
        assert "error-summary" in page.text
        assert assignment.open_questions(cast.case)[Side.LENDER].willing is None


class TestRecording:
    filled = {
        "side": "lender",
        "willing": "yes",
        "channel": "phone",
        "words": "宋闻笛 3月4日 11:20 电话 021-5555 表示同意",
    }

    def test_keeps_the_channel_and_the_words(self, cast, officer):
        officer.post(at(cast.case, "willingness/question"))
        assert officer.get(at(cast.case, "willingness/record")).status_code == 200
        page = officer.post(at(cast.case, "willingness/record"), data=self.filled)
        assert self.filled["words"] in page.text
        officer.post(at(cast.case, "willingness/record"), data={**self.filled, "sure": "1"})
        heard = assignment.open_questions(cast.case)[Side.LENDER]
        assert (heard.willing, heard.channel) == (True, Channel.PHONE)
        assert heard.words == self.filled["words"]
        assert heard.by_id == cast.officer.account_id

    def test_a_party_cannot_record_for_the_other(self, cast, client_of):
        sent = client_of(cast.complainant).post(
            at(cast.case, "willingness/record"), data={**self.filled, "sure": "1"}
        )
        assert sent.status_code == 404


class TestUnreachable:
    filled = {"side": "lender", "tried": ["web", "phone", "email", "paper"], "words": "均无回应"}

    def test_closes_when_everything_was_tried(self, cast, officer):
        officer.post(at(cast.case, "willingness/question"))
        assert officer.get(at(cast.case, "unreachable")).status_code == 200
        officer.post(at(cast.case, "unreachable"), data={**self.filled, "sure": "1"})
        assert cast.case.outcome_reason == NoSettlement.UNREACHABLE

    def test_is_refused_beside_the_list_while_a_way_is_untried(self, cast, officer):
        officer.post(at(cast.case, "willingness/question"))
        filled = {**self.filled, "tried": ["web", "phone"], "sure": "1"}
        page = officer.post(at(cast.case, "unreachable"), data=filled)
        assert 'id="tried-error"' in page.text
        assert cast.case.stage is Stage.AWAITING_MEDIATOR
