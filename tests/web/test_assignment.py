"""The pages on which a case finds its mediator."""

from datetime import timedelta

import pytest

from mediation.domain.lifecycle import Stage
from mediation.models.organisations import Conflict, Organisation
from mediation.queries import assignment
from tests.factories.accounts import make_mediator
from tests.factories.stages import agree_to_mediate, cast_at, offer_to_mediator


def at(case, part):
    return f"/cases/{case.reference}/{part}"


@pytest.fixture
def cast(session):
    """Both sides have said yes; nobody has been offered the case."""
    found = cast_at(Stage.AWAITING_MEDIATOR)
    agree_to_mediate(found)
    session.commit()
    return found


@pytest.fixture
def officer(cast, client_of):
    return client_of(cast.officer)


@pytest.fixture
def mediator(session, cast, client_of):
    """The case is offered to this mediator."""
    offer_to_mediator(cast)
    session.commit()
    return client_of(cast.mediator)


def body_of(session, cast):
    return session.get_one(Organisation, cast.case.body_id)


class TestOffer:
    def test_lists_the_mediators_with_load_and_obstacles(self, session, cast, officer, now):
        away = make_mediator(body_of(session, cast))
        away.absent_until_at = now + timedelta(days=9)
        tied = make_mediator(body_of(session, cast))
        session.add(
            Conflict(
                account_id=tied.id, organisation_id=cast.lender.organisation_id, declared_at=now
            )
        )
        session.commit()
        page = officer.get(at(cast.case, "assignment"))
        assert f'value="{cast.mediator.account_id}"' in page.text
        for account, words in ((away, "不在"), (tied, "有利害关系")):
            assert account.name in page.text
            assert words in page.text
            assert f'value="{account.id}"' not in page.text

    def test_lets_the_mediator_in(self, cast, officer, client_of):
        visitor = client_of(cast.mediator)
        assert visitor.get(at(cast.case, "assignment/answer")).status_code == 404
        sent = officer.post(
            at(cast.case, "assignment"), data={"mediator": cast.mediator.account_id}
        )
        assert sent.status_code == 303
        assert visitor.get(at(cast.case, "assignment/answer")).status_code == 200

    def test_a_mediator_with_a_tie_cannot_be_chosen_by_hand_either(
        self, session, cast, officer, now
    ):
        session.add(
            Conflict(
                account_id=cast.mediator.account_id,
                organisation_id=cast.lender.organisation_id,
                declared_at=now,
            )
        )
        session.commit()
        page = officer.post(
            at(cast.case, "assignment"), data={"mediator": cast.mediator.account_id}
        )
        assert page.status_code == 200
        assert assignment.running(cast.case) is None

    def test_a_second_officer_who_chose_meanwhile_is_told(self, session, cast, officer, mediator):
        other = make_mediator(body_of(session, cast))
        session.commit()
        sent = officer.post(at(cast.case, "assignment"), data={"mediator": other.id})
        assert sent.status_code == 409
        running = assignment.running(cast.case)
        assert running.mediator_id == cast.mediator.account_id

    def test_an_offer_is_taken_back_by_another(self, session, cast, officer, mediator):
        other = make_mediator(body_of(session, cast))
        session.commit()
        running = assignment.running(cast.case)
        officer.post(
            at(cast.case, "assignment"), data={"mediator": other.id, "instead_of": running.id}
        )
        assert assignment.running(cast.case).mediator_id == other.id
        assert mediator.get(at(cast.case, "assignment/answer")).status_code == 404


class TestAnswer:
    def test_takes_the_case_without_a_tie(self, cast, mediator):
        sent = mediator.post(
            at(cast.case, "assignment/answer"), data={"reply": "accept", "no_tie": "1"}
        )
        assert sent.status_code == 303
        assert cast.case.stage is Stage.MEDIATION
        assert cast.case.mediator_id == cast.mediator.account_id

    def test_needs_the_word_that_there_is_no_tie(self, cast, mediator):
        page = mediator.post(at(cast.case, "assignment/answer"), data={"reply": "accept"})
        assert 'id="no_tie-error"' in page.text
        assert cast.case.stage is Stage.AWAITING_MEDIATOR

    @pytest.mark.parametrize(
        ("sent", "field"),
        [({}, "reason"), ({"reason": "tie_to_company"}, "company"), ({"reason": "other"}, "words")],
    )
    def test_a_refusal_says_why(self, cast, mediator, sent, field):
        page = mediator.post(at(cast.case, "assignment/answer"), data={"reply": "refuse", **sent})
        assert f'id="{field}-error"' in page.text

    def test_a_tie_bars_from_the_company(self, cast, mediator, officer):
        mediator.post(
            at(cast.case, "assignment/answer"),
            data={
                "reply": "refuse",
                "reason": "tie_to_company",
                "company": cast.lender.organisation_id,
                "words": "配偶在该公司任职",
            },
        )
        assert mediator.get(at(cast.case, "assignment/answer")).status_code == 404
        page = officer.get(at(cast.case, "assignment"))
        assert f'value="{cast.mediator.account_id}"' not in page.text


class TestReplacement:
    def test_asks_twice_and_takes_the_case_away(self, session, client_of):
        cast = cast_at(Stage.MEDIATION)
        session.commit()
        officer, mediator = client_of(cast.officer), client_of(cast.mediator)
        assert officer.get(at(cast.case, "assignment/replacement")).status_code == 200
        filled = {"reason": "illness", "words": ""}
        page = officer.post(at(cast.case, "assignment/replacement"), data=filled)
        assert 'name="sure"' in page.text
        officer.post(at(cast.case, "assignment/replacement"), data={**filled, "sure": "1"})
        assert cast.case.stage is Stage.AWAITING_MEDIATOR
        assert mediator.get(at(cast.case, "disclosure")).status_code == 404


class TestDisclosure:
    def test_both_sides_read_it_and_answer(self, session, client_of):
        cast = cast_at(Stage.MEDIATION)
        session.commit()
        mediator = client_of(cast.mediator)
        assert mediator.get(at(cast.case, "disclosure")).status_code == 200
        filled = {"words": "我的同学在该公司法务部。"}
        assert 'name="sure"' in mediator.post(at(cast.case, "disclosure"), data=filled).text
        mediator.post(at(cast.case, "disclosure"), data={**filled, "sure": "1"})

        disclosed = assignment.disclosures(cast.case)[0]
        for who, agrees in ((cast.complainant, "no"), (cast.lender, "yes")):
            side = client_of(who)
            assert filled["words"] in side.get(at(cast.case, "disclosure")).text
            answer = at(cast.case, f"disclosure/{disclosed.id}/answer")
            assert side.post(answer, data={"agrees": agrees}).status_code == 303
        session.refresh(disclosed)
        assert disclosed.complainant_agrees is False
        assert disclosed.lender_agrees is True

    def test_one_of_another_case_is_not_found(self, session, client_of):
        cast, other = cast_at(Stage.MEDIATION), cast_at(Stage.MEDIATION)
        session.commit()
        client_of(other.mediator).post(
            at(other.case, "disclosure"), data={"words": "有关系", "sure": "1"}
        )
        foreign = assignment.disclosures(other.case)[0]
        sent = client_of(cast.complainant).post(
            at(cast.case, f"disclosure/{foreign.id}/answer"), data={"agrees": "yes"}
        )
        assert sent.status_code == 404
