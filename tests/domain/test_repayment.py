"""Plans sum up and never go back in time; payments fall where they are owed."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.negotiation import Every, Terms
from mediation.domain.repayment import (
    PayState,
    allocate,
    check_accuses,
    check_answers_report,
    check_paid_on,
    days_of,
    months_after,
    pay_state,
    plan_of,
    split,
)
from mediation.domain.spaces import Side
from mediation.domain.talks import grace

TODAY = date(2026, 11, 23)
totals = st.integers(1, 10**13)
parts = st.integers(1, 120)
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


class TestSplit:
    @given(totals, parts)
    def test_the_parts_sum_up_to_the_fen(self, total, count):
        assert sum(split(total, count)) == total

    @given(totals, parts)
    def test_all_but_the_last_are_equal_and_none_is_less_than_them(self, total, count):
        amounts = split(total, count)
        assert len(set(amounts[:-1])) <= 1
        assert amounts[-1] >= amounts[0]
        assert amounts[-1] - amounts[0] < count

    def test_the_last_takes_what_is_left_over(self):
        assert split(583_804, 12) == [48_650] * 11 + [48_654]


class TestDays:
    @given(days, parts, st.sampled_from([Every.WEEK, Every.MONTH]))
    def test_every_day_is_later_than_the_one_before(self, first, count, every):
        plan = days_of(first, count, every)
        assert plan[0] == first
        assert all(earlier < later for earlier, later in pairwise(plan))

    @given(days, parts)
    def test_a_monthly_plan_has_one_day_in_each_month(self, first, count):
        months = [day.year * 12 + day.month for day in days_of(first, count, Every.MONTH)]
        assert months == list(range(months[0], months[0] + count))

    @pytest.mark.parametrize(
        ("first", "months", "day"),
        [
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2028, 1, 31), 1, date(2028, 2, 29)),
            (date(2026, 1, 31), 2, date(2026, 3, 31)),
            (date(2026, 12, 15), 1, date(2027, 1, 15)),
            (date(2026, 8, 31), 13, date(2027, 9, 30)),
        ],
    )
    def test_the_end_of_a_month_is_handled(self, first, months, day):
        assert months_after(first, months) == day

    def test_a_weekly_plan_keeps_its_weekday(self):
        plan = days_of(TODAY, 3, Every.WEEK)
        assert plan == [TODAY, date(2026, 11, 30), date(2026, 12, 7)]


class TestPlan:
    @given(totals, parts, days, st.sampled_from([Every.WEEK, Every.MONTH]))
    def test_numbers_run_and_sums_agree(self, total, count, first, every):
        plan = plan_of(Terms(Side.COMPLAINANT, total, count, every, first))
        assert [due.number for due in plan] == list(range(1, count + 1))
        assert sum(due.amount_fen for due in plan) == total

    def test_without_money_there_is_none(self):
        assert plan_of(Terms(Side.LENDER)) == []


class TestAllocate:
    @given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60), st.data())
    def test_nothing_is_lost_and_nothing_overpaid(self, rests, data):
        amount = data.draw(st.integers(0, sum(rests)))
        found = allocate(amount, rests)
        assert sum(found) == amount
        assert all(0 <= part <= rest for part, rest in zip(found, rests, strict=True))

    @given(st.lists(st.integers(1, 10**6), min_size=2, max_size=60), st.data())
    def test_a_later_one_gets_something_only_when_the_earlier_are_full(self, rests, data):
        amount = data.draw(st.integers(1, sum(rests)))
        found = allocate(amount, rests)
        last = max(index for index, part in enumerate(found) if part)
        assert found[:last] == rests[:last]

    def test_more_than_is_owed_is_refused(self):
        with pytest.raises(Refused, match="more_than_owed"):
            allocate(101, [60, 40])


DUE = date(2026, 11, 15)


@pytest.mark.parametrize(
    ("paid", "reported", "today", "state"),
    [
        (100, 0, DUE + timedelta(days=90), PayState.PAID),
        (40, 60, DUE + timedelta(days=90), PayState.REPORTED),
        (40, 0, DUE, PayState.PART),
        (0, 40, DUE - timedelta(days=30), PayState.PART),
        (0, 0, DUE - timedelta(days=30), PayState.FUTURE),
        (0, 0, DUE - timedelta(days=7), PayState.DUE),
        (0, 0, DUE + grace(), PayState.DUE),
        (99, 0, DUE + grace() + timedelta(days=1), PayState.LATE),
    ],
)
def test_how_an_instalment_stands(paid, reported, today, state):
    assert pay_state(100, paid, reported, DUE, today=today) is state


def test_grace_ends_on_a_day_that_is_worked():
    # Three days after Friday 3 April 2026 is the Monday of a holiday.
    due_on = date(2026, 4, 3)
    assert pay_state(100, 0, 0, due_on, today=date(2026, 4, 7)) is PayState.DUE
    assert pay_state(100, 0, 0, due_on, today=date(2026, 4, 8)) is PayState.LATE


def test_what_is_waived_is_never_late():
    late = DUE + timedelta(days=900)
    assert pay_state(100, 0, 0, DUE, waived=True, today=late) is PayState.WAIVED


class TestChecks:
    def test_a_payment_of_tomorrow_is_no_payment(self):
        check_paid_on(TODAY, today=TODAY)
        with pytest.raises(Refused, match="paid_in_future"):
            check_paid_on(TODAY + timedelta(days=1), today=TODAY)

    @pytest.mark.parametrize("side", [Side.COMPLAINANT, Side.MEDIATION, None])
    def test_only_the_other_side_says_whether_it_arrived(self, side):
        check_answers_report(Side.COMPLAINANT, Side.LENDER)
        with pytest.raises(NotPermitted, match="own_report"):
            check_answers_report(Side.COMPLAINANT, side)

    def test_nobody_declares_a_breach_of_their_own(self):
        check_accuses(Side.LENDER, Side.COMPLAINANT)
        check_accuses(Side.MEDIATION, Side.LENDER)
        with pytest.raises(Refused, match="own_breach"):
            check_accuses(Side.LENDER, Side.LENDER)
        with pytest.raises(Refused, match="breach_side_unknown"):
            check_accuses(Side.LENDER, Side.MEDIATION)
