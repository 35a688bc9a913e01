"""When a hearing may be, and which quarter hours it takes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.hearings import (
    QUARTER,
    HearingState,
    Mode,
    check_confirms,
    check_held,
    check_modes,
    check_scheduled,
    check_time,
    mode_of,
    quarters,
)
from mediation.domain.spaces import Side
from mediation.domain.talks import hearing_length, hearing_notice

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOON = NOW + hearing_notice()
moments = st.integers(0, 20 * 365 * 24 * 60).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
lengths = st.integers(1, 8 * 60).map(lambda minutes: timedelta(minutes=minutes))
VIDEO = {Side.COMPLAINANT: Mode.VIDEO, Side.LENDER: Mode.VIDEO}


class TestQuarters:
    @given(moments, lengths, moments, lengths)
    def test_two_that_overlap_share_a_quarter(self, one, long, other, short):
        overlap = one < other + short and other < one + long
        shared = set(quarters(one, one + long)) & set(quarters(other, other + short))
        assert shared or not overlap

    @given(moments, lengths)
    def test_what_begins_a_quarter_after_the_end_is_free(self, one, long):
        taken = set(quarters(one, one + long))
        after = one + long + QUARTER
        assert not taken & set(quarters(after, after + HOUR))

    def test_one_that_follows_at_once_is_free(self):
        assert not set(quarters(NOW, NOW + HOUR)) & set(quarters(NOW + HOUR, NOW + 2 * HOUR))
        assert len(list(quarters(NOW, NOW + HOUR))) == 4


class TestTime:
    def test_with_the_notice_owed_it_may_be_fixed(self):
        check_time(SOON, SOON + HOUR, shorter_notice=False, now=NOW)

    @pytest.mark.parametrize(
        ("starts_at", "length", "reason"),
        [
            (NOW, HOUR, "hearing_in_past"),
            (NOW - HOUR, HOUR, "hearing_in_past"),
            (SOON, timedelta(0), "hearing_length"),
            (SOON, -HOUR, "hearing_length"),
            (SOON, hearing_length().longest + QUARTER, "hearing_length"),
            (SOON - timedelta(seconds=1), HOUR, "notice_too_short"),
        ],
    )
    def test_otherwise_it_is_refused(self, starts_at, length, reason):
        with pytest.raises(Refused, match=reason):
            check_time(starts_at, starts_at + length, shorter_notice=False, now=NOW)

    def test_both_may_agree_to_less_notice_but_not_to_the_past(self):
        check_time(NOW + HOUR, NOW + 2 * HOUR, shorter_notice=True, now=NOW)
        with pytest.raises(Refused, match="hearing_in_past"):
            check_time(NOW, NOW + HOUR, shorter_notice=True, now=NOW)


class TestModes:
    def test_each_side_in_its_own_way(self):
        assert mode_of(VIDEO) is Mode.VIDEO
        assert mode_of(VIDEO | {Side.LENDER: Mode.PHONE}) is Mode.MIXED
        check_modes(VIDEO, "二号调解室")

    @pytest.mark.parametrize(
        ("modes", "place", "reason"),
        [
            ({Side.LENDER: Mode.VIDEO}, "室", "modes_missing"),
            (VIDEO | {Side.MEDIATION: Mode.VIDEO}, "室", "modes_missing"),
            (VIDEO | {Side.LENDER: Mode.MIXED}, "室", "modes_missing"),
            (VIDEO, " ", "place_missing"),
        ],
    )
    def test_each_side_is_told_how_and_where(self, modes, place, reason):
        with pytest.raises(Refused, match=reason):
            check_modes(modes, place)


class TestHeld:
    CAME = {Side.COMPLAINANT: True, Side.LENDER: False}

    def test_once_it_has_begun(self):
        check_held(NOW, self.CAME, now=NOW)
        with pytest.raises(Refused, match="hearing_to_come"):
            check_held(NOW + QUARTER, self.CAME, now=NOW)

    def test_with_a_word_on_each_side(self):
        with pytest.raises(Refused, match="attendance_missing"):
            check_held(NOW, {Side.LENDER: True}, now=NOW)

    @pytest.mark.parametrize("state", list(HearingState))
    def test_only_what_is_to_come_changes(self, state):
        if state is HearingState.SCHEDULED:
            check_scheduled(state)
        else:
            with pytest.raises(Refused, match="hearing_is_over"):
                check_scheduled(state)

    @pytest.mark.parametrize("side", [Side.MEDIATION, Side.SYSTEM, None])
    def test_each_side_confirms_for_itself_once(self, side):
        check_confirms(Side.LENDER, None)
        with pytest.raises(Refused, match="confirmed_already"):
            check_confirms(Side.LENDER, NOW)
        with pytest.raises(NotPermitted, match="not_a_side"):
            check_confirms(side, None)
