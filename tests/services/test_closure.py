"""Withdraw, close by hand, close what was not completed, open again."""

from datetime import timedelta

import pytest

from mediation.domain.errors import NotPermitted
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.outcomes import Outcome, Pause, Reopening, Withdrawal
from mediation.domain.parties import Channel
from mediation.domain.roles import Desk
from mediation.domain.spaces import Space
from mediation.queries import (
    admission,
    arbitration,
    assignment,
    cases,
    correspondence,
    repayment,
    settlement,
)
from mediation.services.closure import (
    close_case,
    close_uncompleted,
    reopen_case,
    withdraw_complaint,
)
from mediation.services.pauses import pause_case
from tests.factories import late_stages
from tests.factories.stages import STEPS, admit, agree_to_mediate, cast_at, offer_to_mediator
from tests.services.traces import refused, told

OPEN = [stage for stage in STEPS if stage is not Stage.CLOSED]


@pytest.fixture(autouse=True)
def noise(session):
    """Another case in mediation."""
    return cast_at(Stage.MEDIATION)


def withdraw(cast, now, words=""):
    withdraw_complaint(
        cast.case, reason=Withdrawal.OTHER_ROUTE, words=words, actor=cast.complainant, now=now
    )


class TestWithdraw:
    @pytest.mark.parametrize("stage", OPEN)
    def test_from_every_open_stage(self, session, now, stage):
        cast = cast_at(stage)
        withdraw(cast, now)
        assert (cast.case.stage, cast.case.outcome) == (Stage.CLOSED, Outcome.WITHDRAWN)
        assert cast.case.turn is Turn.NOBODY

    def test_even_while_the_case_stands_still(self, session, now):
        cast = cast_at(Stage.NEGOTIATION)
        pause_case(
            cast.case,
            reason=Pause.ILLNESS,
            words="",
            review_on=(now + timedelta(days=3)).date(),
            actor=cast.officer,
            now=now,
        )
        withdraw(cast, now)
        assert cast.case.paused_since_at is None
        assert admission.running_pause(cast.case) is None

    def test_a_lender_that_never_had_the_case_hears_nothing(self, session, now):
        cast = cast_at(Stage.RECEIVED)
        before = len(told(cast.case))
        withdraw(cast, now)
        assert not {seat.desk for seat in cast.case.seats} & {Desk.LENDER}
        assert len(told(cast.case)) - before == 1

    def test_its_words_are_for_the_body_alone(self, session, now):
        cast = cast_at(Stage.NEGOTIATION)
        withdraw(cast, now, words="他们逼我撤的")
        (message,) = correspondence.shown(cast.case, actor=cast.officer)
        assert (message.space, message.body) == (Space.COMPLAINANT, "他们逼我撤的")

    def test_a_text_to_be_signed_is_over(self, session, now):
        cast = late_stages.cast_at(Stage.AGREEMENT)
        withdraw(cast, now)
        assert settlement.unsigned(cast.case) is None

    def test_a_breach_is_over_so_that_another_can_be_declared_one_day(self, session, now):
        cast = late_stages.cast_at(Stage.BREACHED)
        withdraw(cast, now)
        assert repayment.open_breach(cast.case) is None

    def test_the_arbitration_body_has_nothing_left_to_decide_and_is_told(self, session, now):
        cast = late_stages.cast_at(Stage.ARBITRATION)
        before = len(told(cast.case))
        withdraw(cast, now)
        assert arbitration.running(cast.case) is None
        # The company, the mediator, and the clerk of the arbitration body.
        assert told(cast.case, since=before) == [
            "complaint_withdrawn",
            "complaint_withdrawn",
            "referral_dropped",
        ]

    def test_an_offered_mediator_loses_the_case(self, session, now):
        cast = cast_at(Stage.AWAITING_MEDIATOR)
        agree_to_mediate(cast)
        offer_to_mediator(cast)
        withdraw(cast, now)
        assert assignment.running(cast.case) is None
        assert cases.by_reference(cast.case.reference, actor=cast.mediator) is None

    def test_only_once_and_only_the_complainant(self, session, now):
        cast = cast_at(Stage.NEGOTIATION)
        for actor in (cast.lender, cast.officer):
            with pytest.raises(NotPermitted):
                withdraw_complaint(
                    cast.case, reason=Withdrawal.OTHER, words="", actor=actor, now=now
                )
        withdraw(cast, now)
        with refused("wrong_stage", cast.case):
            withdraw(cast, now)


class TestCloseCase:
    def test_with_an_outcome_that_fits(self, session, now):
        cast = cast_at(Stage.NEGOTIATION)
        close_case(
            cast.case,
            outcome=Outcome.SETTLED_THEMSELVES,
            words="双方来电确认",
            actor=cast.officer,
            now=now,
        )
        assert cast.case.outcome is Outcome.SETTLED_THEMSELVES
        assert told(cast.case)[-2:] == ["case_closed", "case_closed"]

    def test_not_with_any_other(self, session, now):
        cast = cast_at(Stage.NEGOTIATION)
        with refused("outcome_does_not_fit", cast.case):
            close_case(cast.case, outcome=Outcome.AWARDED, words="", actor=cast.officer, now=now)


class TestUncompleted:
    def test_after_two_ways(self, session, now):
        cast = cast_at(Stage.RETURNED)
        with refused("two_channels_needed", cast.case):
            close_uncompleted(cast.case, tried=[Channel.PHONE], actor=cast.officer, now=now)
        tried = [Channel.PHONE, Channel.EMAIL]
        close_uncompleted(cast.case, tried=tried, actor=cast.officer, now=now)
        assert cast.case.outcome is Outcome.NOT_COMPLETED
        assert told(cast.case)[-1] == "not_completed"


class TestReopen:
    def reopen(self, cast, now):
        reopen_case(
            cast.case, reason=Reopening.NEW_FACTS, words="找到合同", actor=cast.officer, now=now
        )

    def test_looks_at_it_anew_and_no_old_yes_binds(self, session, now):
        cast = cast_at(Stage.MEDIATION)
        withdraw(cast, now)
        self.reopen(cast, now)
        assert (cast.case.stage, cast.case.outcome) == (Stage.RECEIVED, None)
        assert cast.case.mediator_id is None
        assert assignment.open_questions(cast.case) == {}
        assert assignment.running(cast.case) is None
        assert cases.by_reference(cast.case.reference, actor=cast.mediator) is None

    def test_can_go_the_whole_way_again(self, session, now):
        cast = cast_at(Stage.MEDIATION)
        withdraw(cast, now)
        self.reopen(cast, now)
        for step in STEPS[Stage.MEDIATION]:
            step(cast)
        assert cast.case.stage is Stage.MEDIATION

    def test_only_what_is_closed(self, session, now):
        cast = cast_at(Stage.RECEIVED)
        with refused("wrong_stage", cast.case):
            self.reopen(cast, now)

    def test_an_old_lender_keeps_its_place_and_is_asked_once_more(self, session, now):
        cast = cast_at(Stage.WITH_LENDER)
        withdraw(cast, now)
        self.reopen(cast, now)
        admit(cast)
        assert [seat.desk for seat in cast.case.seats].count(Desk.LENDER) == 1
