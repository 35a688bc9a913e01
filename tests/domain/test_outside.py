"""Steps outside: in turn, on a day that has come, and not before what they follow."""

from datetime import date, timedelta

import pytest

from mediation.domain.clocks import clocks
from mediation.domain.errors import Refused
from mediation.domain.outside import WAYS, OutsideStep, check_step

DAY = date(2026, 3, 4)
STEP = timedelta(days=1)


@pytest.mark.parametrize("step", OutsideStep)
def test_each_step_stops_or_starts_the_clock_that_it_names(step):
    way = WAYS[step]
    if way.ends:
        assert way.event in clocks()[way.ends].stops
    else:
        assert way.event in clocks()[way.begins].starts


@pytest.mark.parametrize(
    ("step", "running", "on", "reason"),
    [
        (OutsideStep.CONFIRMATION_TAKEN, {}, DAY, "step_out_of_turn"),
        (OutsideStep.CREDIT_DISPUTE_ANSWERED, {}, DAY, "step_out_of_turn"),
        (OutsideStep.CREDIT_DISPUTE_RAISED, {"credit_record_dispute": DAY}, DAY, "step_taken"),
        (OutsideStep.CREDIT_DISPUTE_RAISED, {}, DAY + STEP, "step_to_come"),
        (
            OutsideStep.CREDIT_DISPUTE_ANSWERED,
            {"credit_record_dispute": DAY},
            DAY - STEP,
            "step_before_its_start",
        ),
    ],
)
def test_what_cannot_be_is_refused(step, running, on, reason):
    with pytest.raises(Refused, match=reason):
        check_step(WAYS[step], running, on=on, today=DAY)


def test_the_first_possible_day_will_do():
    running = {"confirmation_acceptance": DAY}
    check_step(WAYS[OutsideStep.CONFIRMATION_TAKEN], running, on=DAY, today=DAY)
    check_step(WAYS[OutsideStep.CREDIT_DISPUTE_RAISED], {}, on=DAY - 30 * STEP, today=DAY)
