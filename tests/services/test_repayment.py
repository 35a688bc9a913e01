"""Payments are reported and answered; a kept agreement ends the case, a broken one does not."""

from datetime import timedelta

import pytest

from mediation import clock
from mediation.domain.errors import NotPermitted
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.negotiation import Terms
from mediation.domain.outcomes import Outcome, Pause
from mediation.domain.spaces import Side
from mediation.queries import repayment, settlement
from mediation.services.breaches import cure_breach, declare_breach, resume_mediation
from mediation.services.days import day_of
from mediation.services.negotiation import accept_offer
from mediation.services.pauses import pause_case
from mediation.services.repayment import (
    close_performed,
    confirm_payment,
    confirm_performance,
    dispute_payment,
    report_payment,
)
from tests.factories.late_stages import (
    agree,
    break_off,
    cast_at,
    draft,
    offer,
    pay,
    pay_all,
    sign_all,
)
from tests.services.traces import events_of, refused, told


@pytest.fixture(autouse=True)
def noise(session):
    """Another plan with a payment of its own."""
    other = cast_at(Stage.PERFORMING)
    pay(other, 52_000)
    return other


@pytest.fixture
def cast(session):
    return cast_at(Stage.PERFORMING)


@pytest.fixture
def plain(session):
    """Only payments are owed, and nothing else is promised."""
    return performing(words="")


def performing(**offered):
    cast = cast_at(Stage.MEDIATION)
    agree(cast, **offered)
    draft(cast)
    sign_all(cast)
    return cast


def rests(cast):
    return [line.rest_fen for line in repayment.schedule(cast.case)]


def paid(cast):
    return [line.paid_fen for line in repayment.schedule(cast.case)]


class TestReportPayment:
    def test_counts_once_the_other_side_has_confirmed(self, cast):
        report = pay(cast, 52_000, confirm=False)
        assert paid(cast)[:2] == [0, 0]
        assert rests(cast)[0] == 0
        assert cast.case.turn is Turn.LENDER
        confirm_payment(cast.case, report, actor=cast.lender, now=clock.now())
        assert paid(cast)[:2] == [52_000, 0]
        assert cast.case.turn is Turn.COMPLAINANT

    def test_falls_on_the_earliest_that_are_open(self, cast):
        pay(cast, 30_000)
        pay(cast, 52_000)
        assert paid(cast)[:3] == [52_000, 30_000, 0]
        settled = [line.instalment.settled_at for line in repayment.schedule(cast.case)]
        assert settled[0] is not None
        assert settled[1] is None

    def test_one_transfer_may_settle_several(self, cast):
        pay(cast, 52_000 * 3)
        assert paid(cast)[:4] == [52_000, 52_000, 52_000, 0]
        assert len({row.report_id for row in repayment.payments(cast.case)}) == 1

    def test_the_receiver_may_report_as_well(self, cast):
        rows = report_payment(
            cast.case,
            amount_fen=52_000,
            paid_on=day_of(clock.now()),
            actor=cast.lender,
            now=clock.now(),
        )
        confirm_payment(cast.case, rows[0].report_id, actor=cast.complainant, now=clock.now())
        assert paid(cast)[0] == 52_000

    def test_more_than_is_owed_is_refused(self, cast):
        with refused("more_than_owed", cast.case):
            pay(cast, 780_001)

    def test_what_is_reported_is_not_reported_again(self, cast):
        pay(cast, 780_000, confirm=False)
        with refused("more_than_owed", cast.case):
            pay(cast, 1, confirm=False)

    def test_a_payment_of_tomorrow_is_none(self, cast):
        with refused("paid_in_future", cast.case):
            report_payment(
                cast.case,
                amount_fen=1,
                paid_on=day_of(clock.now()) + timedelta(days=1),
                actor=cast.complainant,
                now=clock.now(),
            )

    def test_the_body_pays_nothing(self, cast):
        for actor in (cast.officer, cast.mediator, cast.clerk):
            with pytest.raises(NotPermitted):
                report_payment(
                    cast.case,
                    amount_fen=1,
                    paid_on=day_of(clock.now()),
                    actor=actor,
                    now=clock.now(),
                )


class TestAnswers:
    def test_nobody_confirms_their_own(self, cast):
        report = pay(cast, 52_000, confirm=False)
        for verb in (confirm_payment, dispute_payment):
            with refused("own_report", cast.case):
                verb(cast.case, report, actor=cast.complainant, now=clock.now())

    def test_nor_twice(self, cast):
        report = pay(cast, 52_000)
        for verb in (confirm_payment, dispute_payment):
            with refused("payment_answered_already", cast.case):
                verb(cast.case, report, actor=cast.lender, now=clock.now())

    def test_nor_one_of_another_case(self, cast, noise):
        other = repayment.payments(noise.case)[0].report_id
        with refused("payment_unknown", cast.case):
            confirm_payment(cast.case, other, actor=cast.lender, now=clock.now())

    def test_what_did_not_arrive_is_open_again(self, cast):
        report = pay(cast, 52_000, confirm=False)
        dispute_payment(cast.case, report, actor=cast.lender, now=clock.now())
        assert rests(cast)[0] == 52_000
        assert cast.case.turn is Turn.COMPLAINANT
        assert told(cast.case)[-2:] == ["payment_disputed"] * 2


class TestTheEnd:
    def test_where_only_money_was_owed_the_last_payment_ends_it(self, plain):
        pay_all(plain)
        assert plain.case.stage is Stage.CLOSED
        assert plain.case.outcome is Outcome.SETTLED_PERFORMED

    def test_it_ends_a_case_that_stands_still_too(self, plain):
        pause_case(
            plain.case,
            reason=Pause.ILLNESS,
            words="",
            review_on=day_of(clock.now() + timedelta(days=3)),
            actor=plain.officer,
            now=clock.now(),
        )
        pay_all(plain)
        assert plain.case.outcome is Outcome.SETTLED_PERFORMED
        assert plain.case.paused_since_at is None

    def test_a_rest_of_one_fen_keeps_it_open(self, plain):
        pay(plain, 779_999)
        assert plain.case.stage is Stage.PERFORMING
        pay(plain, 1)
        assert plain.case.stage is Stage.CLOSED

    def test_a_report_alone_ends_nothing(self, plain):
        pay(plain, 780_000, confirm=False)
        assert plain.case.stage is Stage.PERFORMING

    def test_where_more_was_promised_both_say_that_it_was_done(self, cast):
        pay_all(cast)
        assert cast.case.stage is Stage.PERFORMING
        confirm_performance(cast.case, actor=cast.complainant, now=clock.now())
        assert cast.case.stage is Stage.PERFORMING
        confirm_performance(cast.case, actor=cast.lender, now=clock.now())
        assert cast.case.stage is Stage.CLOSED

    def test_their_word_does_not_replace_the_money(self, cast):
        for actor in (cast.complainant, cast.lender):
            confirm_performance(cast.case, actor=actor, now=clock.now())
        assert cast.case.stage is Stage.PERFORMING
        pay_all(cast)
        assert cast.case.stage is Stage.CLOSED

    def test_nobody_says_it_twice(self, cast):
        confirm_performance(cast.case, actor=cast.lender, now=clock.now())
        with refused("confirmed_already", cast.case):
            confirm_performance(cast.case, actor=cast.lender, now=clock.now())

    def test_without_money_both_words_end_it(self, session):
        cast = performing(terms=Terms(Side.LENDER), words="停止催收。")
        confirm_performance(cast.case, actor=cast.lender, now=clock.now())
        assert cast.case.stage is Stage.PERFORMING
        confirm_performance(cast.case, actor=cast.complainant, now=clock.now())
        assert cast.case.outcome is Outcome.SETTLED_PERFORMED

    def test_the_body_ends_it_where_one_side_stays_silent(self, cast):
        with refused("instalments_open", cast.case):
            close_performed(cast.case, words="都做到了", actor=cast.officer, now=clock.now())
        pay_all(cast)
        with refused("reason_missing", cast.case):
            close_performed(cast.case, words=" ", actor=cast.officer, now=clock.now())
        close_performed(cast.case, words="电话核实", actor=cast.officer, now=clock.now())
        assert cast.case.stage is Stage.CLOSED


class TestBreach:
    def test_turns_to_the_side_in_breach(self, cast):
        break_off(cast)
        assert cast.case.stage is Stage.BREACHED
        assert cast.case.turn is Turn.COMPLAINANT
        assert repayment.open_breach(cast.case).side is Side.COMPLAINANT

    def test_nobody_accuses_themselves(self, cast):
        with refused("own_breach", cast.case):
            declare_breach(
                cast.case, side=Side.LENDER, words="催收", actor=cast.lender, now=clock.now()
            )

    def test_it_says_what_was_not_kept(self, cast):
        with refused("reason_missing", cast.case):
            declare_breach(
                cast.case, side=Side.LENDER, words="", actor=cast.complainant, now=clock.now()
            )

    def test_the_side_in_breach_does_not_call_it_cured(self, cast):
        break_off(cast)
        with refused("own_breach", cast.case):
            cure_breach(cast.case, actor=cast.complainant, now=clock.now())
        cure_breach(cast.case, actor=cast.lender, now=clock.now())
        assert cast.case.stage is Stage.PERFORMING
        assert repayment.open_breach(cast.case) is None

    def test_payments_go_on_in_the_meantime(self, cast):
        break_off(cast)
        pay(cast, 52_000)
        assert paid(cast)[0] == 52_000
        assert cast.case.stage is Stage.BREACHED

    def test_it_can_be_talked_over_and_the_new_plan_takes_the_place_of_the_old(self, session, cast):
        pay(cast, 52_000)
        first = settlement.bound(cast.case)
        break_off(cast)
        resume_mediation(cast.case, actor=cast.mediator, now=clock.now())
        assert cast.case.stage is Stage.MEDIATION
        made = offer(cast)
        session.flush()
        accept_offer(cast.case, made, actor=cast.complainant, now=clock.now())
        draft(cast)
        sign_all(cast)
        assert settlement.bound(cast.case) is not first
        assert paid(cast) == [0] * 15
        waived = [row for row in repayment.unsettled(cast.case) if row.schedule_id == first.id]
        assert waived == []

    def test_where_no_mediator_was_both_are_asked_first(self, session):
        cast = cast_at(Stage.BREACHED, direct=True)
        resume_mediation(cast.case, actor=cast.officer, now=clock.now())
        assert cast.case.stage is Stage.AWAITING_MEDIATOR
        assert events_of(cast.case)[-1] == Event.MEDIATION_REQUESTED
