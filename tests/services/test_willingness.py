"""Each side is asked; only its own recorded yes is a yes."""

import pytest

from mediation.domain.assignment import REACH
from mediation.domain.errors import NotPermitted
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.outcomes import NoSettlement, Outcome
from mediation.domain.parties import Channel
from mediation.domain.spaces import Side
from mediation.queries import assignment, cases
from mediation.services.willingness import (
    answer_willingness,
    ask_willingness,
    close_unreachable,
    record_willingness,
    request_mediation,
)
from tests.factories.accounts import actor_of, make_lender_clerk
from tests.factories.drafts import make_loan
from tests.factories.organisations import make_lender
from tests.factories.stages import agree_to_mediate, cast_at, offer_to_mediator
from tests.services.traces import events_of, refused, told


@pytest.fixture(autouse=True)
def noise(session):
    """Another case whose sides have both said yes."""
    found = cast_at(Stage.AWAITING_MEDIATOR)
    agree_to_mediate(found)
    return found


@pytest.fixture
def cast(session):
    """The complainant asked for a mediator; the lender has not been asked."""
    return cast_at(Stage.AWAITING_MEDIATOR)


def yes_of(case):
    return {side: question.willing for side, question in assignment.open_questions(case).items()}


class TestRequestMediation:
    def test_is_the_yes_of_the_side_that_asks_and_of_no_other(self, cast):
        assert yes_of(cast.case) == {Side.COMPLAINANT: True}
        assert cast.case.turn is Turn.OFFICER
        assert told(cast.case)[-2:] == ["mediation_requested", "mediation_requested"]

    def test_either_side_may(self, session, now):
        cast = cast_at(Stage.NEGOTIATION)
        request_mediation(cast.case, words="", actor=cast.lender, now=now)
        assert yes_of(cast.case) == {Side.LENDER: True}

    def test_a_company_that_looks_on_does_not_speak_for_the_lender(self, session, now):
        lender, platform = make_lender(), make_lender()
        cast = cast_at(Stage.NEGOTIATION, lender=lender, loans=[make_loan(lender, platform)])
        onlooker = actor_of(make_lender_clerk(platform))
        with refused("another_company_answers", cast.case):
            request_mediation(cast.case, words="", actor=onlooker, now=now)


class TestAskWillingness:
    def test_asks_only_who_has_not_said(self, cast, now):
        ask_willingness(cast.case, actor=cast.officer, now=now)
        assert yes_of(cast.case) == {Side.COMPLAINANT: True, Side.LENDER: None}
        assert cast.case.turn is Turn.LENDER
        assert told(cast.case)[-1] == "willingness_asked"

    def test_again_is_a_reminder_and_never_an_answer(self, cast, now):
        ask_willingness(cast.case, actor=cast.officer, now=now)
        ask_willingness(cast.case, actor=cast.officer, now=now)
        question = assignment.open_questions(cast.case)[Side.LENDER]
        assert question.reminded_at == now
        assert question.willing is None

    def test_nobody_is_asked_who_has_answered(self, noise, now):
        with refused("everybody_has_answered", noise.case):
            ask_willingness(noise.case, actor=noise.officer, now=now)


class TestAnswerWillingness:
    def test_two_yeses_hand_the_turn_to_the_officer(self, cast, now):
        agree_to_mediate(cast)
        assert yes_of(cast.case) == {Side.COMPLAINANT: True, Side.LENDER: True}
        assert cast.case.turn is Turn.OFFICER

    def test_a_no_ends_the_attempt_and_says_whose(self, cast, now):
        ask_willingness(cast.case, actor=cast.officer, now=now)
        answer_willingness(cast.case, willing=False, words="", actor=cast.lender, now=now)
        assert (cast.case.outcome, cast.case.outcome_reason) == (
            Outcome.NO_SETTLEMENT,
            NoSettlement.REFUSED,
        )
        assert assignment.open_questions(cast.case) == {}

    def test_a_yes_may_be_taken_back_until_it_opens(self, noise, now):
        offer_to_mediator(noise)
        answer_willingness(noise.case, willing=False, words="", actor=noise.complainant, now=now)
        assert noise.case.stage is Stage.CLOSED
        assert assignment.running(noise.case) is None
        assert cases.by_reference(noise.case.reference, actor=noise.mediator) is None

    def test_is_not_given_unasked(self, cast, now):
        with refused("not_asked", cast.case):
            answer_willingness(cast.case, willing=True, words="", actor=cast.lender, now=now)

    def test_is_not_given_twice(self, cast, now):
        with refused("already_answered", cast.case):
            answer_willingness(cast.case, willing=True, words="", actor=cast.complainant, now=now)

    def test_nobody_answers_for_a_side_but_itself(self, cast, noise, now):
        for actor in (cast.officer, cast.mediator, noise.lender):
            with pytest.raises(NotPermitted):
                answer_willingness(cast.case, willing=True, words="", actor=actor, now=now)


class TestRecordWillingness:
    def heard(self, cast, now, **changes):
        said = {
            "side": Side.LENDER,
            "willing": True,
            "channel": Channel.PHONE,
            "words": "宋闻笛 11:20 电话同意",
            **changes,
        }
        record_willingness(cast.case, **said, actor=cast.officer, now=now)

    def test_keeps_how_it_reached_the_officer(self, cast, now):
        ask_willingness(cast.case, actor=cast.officer, now=now)
        self.heard(cast, now)
        question = assignment.open_questions(cast.case)[Side.LENDER]
        assert (question.willing, question.channel) == (True, "phone")
        assert question.by_id == cast.officer.account_id

    @pytest.mark.parametrize(
        ("change", "reason"),
        [({"words": " "}, "who_said_it_missing"), ({"channel": Channel.WEB}, "channel_not_heard")],
    )
    def test_needs_words_and_a_way(self, cast, now, change, reason):
        ask_willingness(cast.case, actor=cast.officer, now=now)
        with refused(reason, cast.case):
            self.heard(cast, now, **change)

    def test_only_after_the_side_was_asked(self, cast, now):
        with refused("not_asked", cast.case):
            self.heard(cast, now)


class TestUnreachable:
    def close(self, cast, now, tried=REACH, side=Side.LENDER):
        close_unreachable(
            cast.case, side=side, tried=tried, words="无人接听", actor=cast.officer, now=now
        )

    def test_ends_honestly(self, cast, now):
        ask_willingness(cast.case, actor=cast.officer, now=now)
        self.close(cast, now)
        assert cast.case.outcome_reason == NoSettlement.UNREACHABLE
        assert events_of(cast.case)[-1] is Event.PARTY_UNREACHABLE

    def test_not_before_every_way_was_tried(self, cast, now):
        ask_willingness(cast.case, actor=cast.officer, now=now)
        with refused("channel_untried", cast.case):
            self.close(cast, now, tried=REACH[:-1])

    def test_not_of_a_side_that_has_answered_or_was_never_asked(self, cast, now):
        with refused("already_answered", cast.case):
            self.close(cast, now, side=Side.COMPLAINANT)
        with refused("not_asked", cast.case):
            self.close(cast, now)
