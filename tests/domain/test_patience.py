"""How long is waited between tries, and how many there are."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.patience import patience, read_patience
from mediation.domain.rulebook import RuleError, parse

HOUR = timedelta(hours=1)
IDS = st.integers(0, 2**63 - 1)


class TestWaitAfter:
    @given(IDS)
    def test_doubles_up_to_six_hours(self, number):
        waits = [patience().wait_after(tries, of=number) for tries in range(1, 30)]
        for tries, wait in enumerate(waits):
            plain = min(timedelta(minutes=1) * 2**tries, 6 * HOUR)
            assert plain <= wait <= min(plain * 1.25, 6 * HOUR)

    def test_keeps_messages_out_of_step(self):
        assert len({patience().wait_after(5, of=number) for number in range(100)}) > 90


class TestMostTries:
    @pytest.mark.parametrize(("channel", "days"), [("mail", 3), ("sms", 1), ("webhook", 2)])
    @given(IDS)
    def test_fill_the_days_that_are_stated(self, channel, days, number):
        tries = patience().most_tries(channel)
        spent = sum(
            (patience().wait_after(done, of=number) for done in range(1, tries)), timedelta(0)
        )
        assert timedelta(days=days) <= spent <= timedelta(days=days) + 9 * HOUR


def test_waits_of_no_length_are_a_mistake():
    book = parse("x.toml", "first_minutes = 0\nlongest_hours = 6\nasked_for = []\n[days]\nmail = 1")
    with pytest.raises(RuleError, match="more than zero"):
        read_patience(book)
