"""Passwords, waiting times and lengths."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediation.domain.accounts import (
    IDLE,
    IDLE_FOR_STAFF,
    LEAST,
    LEAST_FOR_STAFF,
    LONGEST_SIGN_IN,
    MOST,
    WINDOWS,
    Throttle,
    Window,
    check_password,
    expires_at,
    least_length,
    make_digits,
    make_token,
    read_digits,
    same_address,
    wait_for,
)
from mediation.domain.errors import Refused
from mediation.domain.roles import Role

NOON = datetime(2026, 3, 4, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class TestPasswords:
    @pytest.mark.parametrize(
        "good",
        [
            "correct horse battery staple",
            "我家门前有一条小河弯弯流向东",
            "demo-Passw0rd-2026",
            "x7#kQ!9vLp2@mZ",
            " leading and trailing ",
        ],
    )
    def test_that_are_long_and_rare_are_fine(self, good):
        check_password(good, least=LEAST)

    @pytest.mark.parametrize(
        ("poor", "reason"),
        [
            ("", "password_too_short"),
            ("elevenchars", "password_too_short"),
            ("x7#kQ!9vLp2@mZ" * 20, "password_too_long"),
            ("password1234", "password_well_known"),
            ("Password123456!", "password_well_known"),
            ("QWERTYUIOP123", "password_well_known"),
            ("1qaz2wsx3edc", "password_well_known"),
            ("woaini1314520", "password_well_known"),
            ("123456789012", "password_well_known"),
            ("199001011380", "password_well_known"),
            ("abcdefghijklmn", "password_well_known"),
            ("nmlkjihgfedcba", "password_well_known"),
            ("aaaaaaaaaaaab", "password_well_known"),
            ("tiger7tiger7tiger7", "password_well_known"),
            ("lijing-mediation", "password_names_you"),
            ("mediation-tiaojie", "password_names_you"),
        ],
    )
    def test_that_are_poor_are_refused_with_the_reason(self, poor, reason):
        with pytest.raises(Refused, match=reason):
            check_password(poor, least=LEAST, context=["lijing", "li@example.com"])

    def test_of_staff_are_longer(self):
        assert least_length([Role.COMPLAINANT]) == least_length([]) == LEAST == 12
        assert least_length([Role.MEDIATOR]) == LEAST_FOR_STAFF == 15
        with pytest.raises(Refused, match="password_too_short"):
            check_password("fourteen chars", least=LEAST_FOR_STAFF)

    @settings(max_examples=25)
    @given(st.text(max_size=2 * MOST), st.lists(st.text(max_size=20), max_size=3))
    def test_are_judged_whatever_they_hold(self, text, context):
        try:
            check_password(text, least=LEAST, context=context)
        except Refused:
            return
        assert LEAST <= len(text) <= MOST

    def test_of_a_hundred_thousand_characters_are_refused_at_once(self):
        with pytest.raises(Refused, match="password_too_long"):
            check_password("x" * 100_000, least=LEAST)


class TestWaiting:
    @pytest.mark.parametrize(
        ("ages", "wait"),
        [
            ([], 0),
            ([1, 2], 0),
            ([1, 2, 3], 57),
            ([1, 2, 59], 1),
            ([1, 2, 61], 0),
            ([1, 2, 3, 4], 57),
            ([60, 60, 60], 0),
        ],
    )
    def test_lasts_until_one_more_try_fits(self, ages, wait):
        failures = [NOON - timedelta(seconds=age) for age in ages]
        assert wait_for(failures, [Window(3, MINUTE)], NOON) == timedelta(seconds=wait)

    def test_is_that_of_the_strictest_window(self):
        failures = [NOON - timedelta(seconds=age) for age in (10, 20, 30)]
        windows = [Window(2, MINUTE), Window(3, timedelta(hours=1))]
        assert wait_for(failures, windows, NOON) == timedelta(hours=1) - timedelta(seconds=30)

    @given(
        st.lists(st.integers(0, 90_000), max_size=70),
        st.sampled_from(sorted(WINDOWS)),
    )
    def test_is_never_longer_than_the_longest_window(self, ages, kind):
        failures = [NOON - timedelta(seconds=age) for age in ages]
        wait = wait_for(failures, WINDOWS[kind], NOON)
        assert timedelta(0) <= wait <= max(window.length for window in WINDOWS[kind])
        after = [moment for moment in failures if moment + wait > NOON - wait]
        assert not wait_for(after, WINDOWS[kind], NOON + wait)

    def test_has_a_window_for_everything_that_is_tried(self):
        assert set(WINDOWS) == set(Throttle)


class TestSignIns:
    @pytest.mark.parametrize(
        ("role", "idle"), [(Role.COMPLAINANT, IDLE), (Role.OFFICER, IDLE_FOR_STAFF)]
    )
    def test_end_when_nobody_is_active(self, role, idle):
        assert expires_at(role, began_at=NOON, now=NOON) == NOON + idle

    def test_end_at_last_whatever_one_does(self):
        late = NOON + LONGEST_SIGN_IN - MINUTE
        assert expires_at(Role.OFFICER, began_at=NOON, now=late) == NOON + LONGEST_SIGN_IN


class TestSecrets:
    def test_are_long_enough_to_be_unguessable(self):
        assert len({make_token() for _ in range(100)}) == 100
        assert all(len(make_token()) >= 32 for _ in range(10))

    def test_in_figures_are_always_six(self):
        assert all(len(make_digits()) == 6 for _ in range(200))

    @pytest.mark.parametrize("typed", ["402817", " 402 817 ", "４０２８１７", "402-817", "402·817"])
    def test_in_figures_are_read_however_they_are_typed(self, typed):
        assert read_digits(typed) == "402817"

    @pytest.mark.parametrize("typed", ["Lin@Example.COM", " lin@example.com", "ｌｉｎ@example.com"])
    def test_one_address_has_one_form(self, typed):
        assert same_address(typed) == "lin@example.com"
