"""How a case ends by hand or by withdrawal."""

import pytest

from mediation.domain.closure import (
    CLOSES_WITH,
    WITHDRAWN_AS,
    check_closing,
    check_reminded,
)
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import MOVES, Stage
from mediation.domain.outcomes import Outcome, Withdrawal
from mediation.domain.parties import Channel


def test_every_withdrawal_is_counted_as_something():
    assert set(WITHDRAWN_AS) == set(Withdrawal)


def test_a_case_can_be_closed_by_hand_exactly_where_the_table_of_moves_allows():
    assert set(CLOSES_WITH) == set(MOVES[Event.CASE_CLOSED].sources)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("outcome", list(Outcome))
def test_only_a_fitting_outcome_closes(stage, outcome):
    if outcome in CLOSES_WITH.get(stage, ()):
        check_closing(stage, outcome)
    else:
        with pytest.raises(Refused, match="outcome_does_not_fit"):
            check_closing(stage, outcome)


def test_nobody_settles_nothing_by_hand():
    for outcomes in CLOSES_WITH.values():
        assert Outcome.NO_SETTLEMENT not in outcomes


@pytest.mark.parametrize("tried", [[], [Channel.PHONE], [Channel.PHONE, Channel.PHONE]])
def test_a_reminder_in_one_way_is_not_enough(tried):
    with pytest.raises(Refused, match="two_channels_needed"):
        check_reminded(tried)
    check_reminded([Channel.PHONE, Channel.EMAIL])
