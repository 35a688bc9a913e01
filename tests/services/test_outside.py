"""What happens at a court or a credit register ends one clock and begins the next."""

from datetime import date, timedelta

import pytest

from mediation import clock
from mediation.domain.errors import NotPermitted
from mediation.domain.lifecycle import Stage
from mediation.domain.outside import OutsideStep
from mediation.queries import deadlines
from mediation.services.outside import record_step
from tests.factories import late_stages
from tests.factories.stages import cast_at
from tests.services.traces import refused


def runs(case):
    return {row.rule: row.raw_on for row in deadlines.running(case)}


def step(cast, which, actor, on=None):
    day = on or clock.now().date()
    record_step(cast.case, which, on=day, actor=actor, now=clock.now())


class TestConfirmation:
    @pytest.fixture
    def cast(self, session):
        return late_stages.cast_at(Stage.PERFORMING)

    def test_runs_from_request_to_decision(self, cast):
        start = clock.now().date()
        assert runs(cast.case)["judicial_confirmation"] == start + timedelta(days=30)
        clock.advance(timedelta(days=5))
        step(cast, OutsideStep.CONFIRMATION_REQUESTED, cast.officer)
        asked = start + timedelta(days=5)
        assert "judicial_confirmation" not in runs(cast.case)
        assert runs(cast.case)["confirmation_acceptance"] == asked + timedelta(days=3)
        clock.advance(timedelta(days=2))
        # Written down a day later: the time runs from the day on which it was.
        step(cast, OutsideStep.CONFIRMATION_TAKEN, cast.mediator, on=asked + timedelta(days=1))
        assert "confirmation_acceptance" not in runs(cast.case)
        assert runs(cast.case)["confirmation_decision"] == asked + timedelta(days=16)
        step(cast, OutsideStep.CONFIRMATION_DECIDED, cast.officer)
        assert "confirmation_decision" not in runs(cast.case)

    def test_goes_on_after_the_case_is_closed(self, cast):
        step(cast, OutsideStep.CONFIRMATION_REQUESTED, cast.officer)
        late_stages.pay_all(cast)
        assert "confirmation_acceptance" in runs(cast.case)

    def test_the_parties_do_not_record_what_a_court_did(self, cast):
        for who in (cast.complainant, cast.lender):
            with pytest.raises(NotPermitted):
                step(cast, OutsideStep.CONFIRMATION_REQUESTED, who)

    def test_no_step_is_taken_twice_or_before_its_turn(self, session, cast):
        session.commit()
        with refused("step_out_of_turn", cast.case):
            step(cast, OutsideStep.CONFIRMATION_TAKEN, cast.officer)
        step(cast, OutsideStep.CONFIRMATION_REQUESTED, cast.officer)
        with refused("step_out_of_turn", cast.case):
            step(cast, OutsideStep.CONFIRMATION_REQUESTED, cast.officer)


class TestCreditRecord:
    @pytest.fixture
    def cast(self, session):
        return cast_at(Stage.NEGOTIATION)

    def test_either_side_raises_it_and_the_company_answers(self, cast):
        step(cast, OutsideStep.CREDIT_DISPUTE_RAISED, cast.complainant, on=date(2026, 3, 2))
        assert runs(cast.case)["credit_record_dispute"] == date(2026, 3, 22)
        with pytest.raises(NotPermitted):
            step(cast, OutsideStep.CREDIT_DISPUTE_ANSWERED, cast.complainant)
        step(cast, OutsideStep.CREDIT_DISPUTE_ANSWERED, cast.lender)
        assert "credit_record_dispute" not in runs(cast.case)
        step(cast, OutsideStep.CREDIT_DISPUTE_RAISED, cast.lender)

    def test_one_runs_at_a_time(self, session, cast):
        step(cast, OutsideStep.CREDIT_DISPUTE_RAISED, cast.complainant)
        with refused("step_taken_already", cast.case):
            step(cast, OutsideStep.CREDIT_DISPUTE_RAISED, cast.lender)
