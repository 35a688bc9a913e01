"""Who is willing, who may mediate, who cannot be reached."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.assignment import (
    BOTH,
    REACH,
    NotTaken,
    Obstacle,
    check_heard,
    check_offerable,
    check_tie,
    check_tried,
    check_willing,
    missing_yes,
    obstacle,
)
from mediation.domain.errors import Refused
from mediation.domain.parties import Channel
from mediation.domain.spaces import Side

NOW = datetime(2026, 3, 4, tzinfo=UTC)


@given(st.dictionaries(st.sampled_from(Side), st.none() | st.booleans()))
def test_mediation_opens_on_two_recorded_yeses_and_nothing_else(willing):
    both = all(willing.get(side) is True for side in BOTH)
    assert (missing_yes(willing) == ()) == both
    if both:
        check_willing(willing)
    else:
        with pytest.raises(Refused, match="willingness_missing"):
            check_willing(willing)


class TestObstacle:
    @pytest.mark.parametrize(
        ("tied", "was_replaced", "absence", "found"),
        [
            (False, False, None, None),
            (False, False, timedelta(0), None),
            (False, False, timedelta(days=-1), None),
            (False, False, timedelta(seconds=1), Obstacle.ABSENT),
            (False, True, None, Obstacle.REPLACED),
            (True, False, None, Obstacle.CONFLICT),
            (True, True, timedelta(days=9), Obstacle.CONFLICT),
        ],
    )
    def test_a_tie_outweighs_everything(self, tied, was_replaced, absence, found):
        until = None if absence is None else NOW + absence
        assert (
            obstacle(tied=tied, was_replaced=was_replaced, absent_until_at=until, now=NOW) is found
        )

    @pytest.mark.parametrize("hindrance", list(Obstacle))
    def test_refuses_by_its_name(self, hindrance):
        with pytest.raises(Refused, match=f"mediator_{hindrance}"):
            check_offerable(hindrance)
        check_offerable(None)


@given(st.sets(st.sampled_from(REACH)))
def test_nobody_is_unreachable_before_every_way_was_tried(tried):
    if set(REACH) <= tried:
        check_tried(tried, REACH)
    else:
        with pytest.raises(Refused, match="channel_untried"):
            check_tried(tried, REACH)


def test_an_officer_hears_nothing_by_the_page():
    check_heard(Channel.PHONE)
    with pytest.raises(Refused, match="channel_not_heard"):
        check_heard(Channel.WEB)


@given(st.sampled_from(NotTaken), st.none() | st.integers(1, 9))
def test_a_tie_to_a_company_names_it(reason, organisation_id):
    fits = (reason is NotTaken.TIE_TO_COMPANY) == (organisation_id is not None)
    try:
        check_tie(reason, organisation_id)
    except Refused:
        assert not fits
    else:
        assert fits
