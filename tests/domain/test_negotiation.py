"""What an offer must say, how long it stands, and who may answer it."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest

from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.lanes import Lane
from mediation.domain.negotiation import (
    Every,
    Terms,
    check_answer,
    check_first_date,
    check_lane,
    check_own,
    check_stands,
    check_terms,
    still_stands,
)
from mediation.domain.spaces import Side
from mediation.domain.talks import most_instalments, offer_stands

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
LATER = TODAY + timedelta(days=30)
ENDED = object()


class Made(NamedTuple):
    side: Side = Side.LENDER
    stands_until_at: datetime | None = NOW + timedelta(days=10)
    first_due_on: date | None = LATER


def terms(**changes):
    plain = {
        "payer": Side.COMPLAINANT,
        "total_fen": 780_000,
        "instalments": 15,
        "every": Every.MONTH,
        "first_due_on": LATER,
    }
    return Terms(**plain | changes)


class TestTerms:
    @pytest.mark.parametrize(
        "good",
        [
            terms(),
            terms(payer=Side.LENDER, instalments=1, every=Every.ONCE),
            terms(every=Every.WEEK),
            terms(first_due_on=TODAY),
            terms(total_fen=15),
        ],
    )
    def test_what_can_be_paid_is_taken(self, good):
        check_terms(good, "", today=TODAY)

    @pytest.mark.parametrize(
        ("wrong", "reason"),
        [
            (terms(payer=Side.MEDIATION), "payer_unknown"),
            (terms(instalments=0), "sum_without_instalments"),
            (terms(instalments=0, total_fen=0), "sum_without_instalments"),
            (terms(instalments=most_instalments() + 1), "too_many_instalments"),
            (terms(total_fen=14), "sum_too_small"),
            (terms(instalments=1), "once_is_one_instalment"),
            (terms(every=Every.ONCE), "once_is_one_instalment"),
            (terms(first_due_on=None), "first_date_missing"),
            (terms(first_due_on=TODAY - timedelta(days=1)), "first_date_passed"),
        ],
    )
    def test_what_cannot_be_paid_is_refused(self, wrong, reason):
        with pytest.raises(Refused, match=reason):
            check_terms(wrong, "停止催收", today=TODAY)

    def test_an_offer_without_money_must_promise_something(self):
        check_terms(Terms(Side.LENDER), "停止催收", today=TODAY)
        with pytest.raises(Refused, match="offer_says_nothing"):
            check_terms(Terms(Side.LENDER), "  ", today=TODAY)

    @pytest.mark.parametrize("lane", list(Lane))
    def test_a_bystander_settles_nothing(self, lane):
        if lane is Lane.BYSTANDER:
            with pytest.raises(Refused, match="lane_does_not_settle"):
                check_lane(lane)
        else:
            check_lane(lane)


class TestStanding:
    def test_it_stands_until_its_end_and_not_a_moment_longer(self):
        until = NOW + timedelta(days=10)
        assert still_stands(Made(), None, now=until - timedelta(seconds=1))
        assert not still_stands(Made(), None, now=until)

    def test_without_an_end_it_stands(self):
        assert still_stands(Made(stands_until_at=None), None, now=NOW + timedelta(days=9999))

    def test_once_answered_it_stands_no_more(self):
        assert not still_stands(Made(), ENDED, now=NOW)

    def test_its_end_is_chosen_within_bounds(self):
        check_stands(None, now=NOW)
        check_stands(NOW + offer_stands().longest, now=NOW)
        with pytest.raises(Refused, match="stands_until_passed"):
            check_stands(NOW, now=NOW)
        with pytest.raises(Refused, match="stands_too_long"):
            check_stands(NOW + offer_stands().longest + timedelta(seconds=1), now=NOW)


class TestAnswers:
    @pytest.mark.parametrize("side", [Side.LENDER, Side.MEDIATION, Side.SYSTEM])
    def test_only_the_other_side_answers(self, side):
        check_answer(Made(), None, side=Side.COMPLAINANT, now=NOW)
        with pytest.raises(NotPermitted, match="own_offer"):
            check_answer(Made(), None, side=side, now=NOW)

    def test_only_while_it_stands(self):
        with pytest.raises(Refused, match="offer_is_over"):
            check_answer(Made(), ENDED, side=Side.COMPLAINANT, now=NOW)
        with pytest.raises(Refused, match="offer_is_over"):
            check_answer(Made(), None, side=Side.COMPLAINANT, now=NOW + timedelta(days=11))

    def test_only_its_maker_takes_it_back(self):
        check_own(Made(), None, side=Side.LENDER, now=NOW)
        with pytest.raises(NotPermitted, match="not_own_offer"):
            check_own(Made(), None, side=Side.COMPLAINANT, now=NOW)

    def test_nobody_accepts_what_is_already_late(self):
        check_first_date(Made(), today=LATER)
        check_first_date(Made(first_due_on=None), today=LATER)
        with pytest.raises(Refused, match="first_date_passed"):
            check_first_date(Made(), today=LATER + timedelta(days=1))
