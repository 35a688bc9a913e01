"""What each kind of answer needs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.answers import (
    EVENT_OF,
    OUTCOME_OF,
    Contest,
    LenderAnswerKind,
    ReliefKind,
    check_not_waiting,
    check_reasons,
    check_relief,
    check_unknown,
)
from mediation.domain.errors import Refused
from mediation.domain.lifecycle import MOVES, Stage

TODAY = date(2026, 3, 4)
DAY = TODAY + timedelta(days=20)


@pytest.mark.parametrize("kind", list(LenderAnswerKind))
def test_every_kind_of_answer_can_happen_with_the_lender(kind):
    assert Stage.WITH_LENDER in MOVES[EVENT_OF[kind]].sources


@pytest.mark.parametrize("relief", list(ReliefKind))
def test_every_kind_of_relief_has_its_outcome(relief):
    assert OUTCOME_OF[relief]


class TestRelief:
    @pytest.mark.parametrize(
        ("kind", "relief", "fen", "day", "reason"),
        [
            ("accepts", "money", 100, DAY, None),
            ("accepts", "other", None, DAY, None),
            ("accepts", "explanation", None, None, None),
            ("contests", None, None, None, None),
            ("accepts", "money", 100, TODAY, None),
            ("accepts", None, None, None, "relief_missing"),
            ("contests", "other", None, DAY, "relief_without_accepting"),
            ("accepts", "money", None, DAY, "relief_sum_missing"),
            ("accepts", "other", 100, DAY, "relief_sum_without_money"),
            ("accepts", "money", 100, None, "relief_day_missing"),
            ("accepts", "explanation", None, DAY, "relief_day_without_promise"),
            ("not_us", None, None, DAY, "relief_day_without_promise"),
            ("accepts", "money", 100, TODAY - timedelta(days=1), "relief_day_over"),
        ],
    )
    def test_says_what_how_much_and_by_when(self, kind, relief, fen, day, reason):
        def check():
            check_relief(
                LenderAnswerKind(kind),
                relief and ReliefKind(relief),
                relief_fen=fen,
                by_on=day,
                today=TODAY,
            )

        if reason is None:
            check()
        else:
            with pytest.raises(Refused, match=reason):
                check()


@given(st.sampled_from(LenderAnswerKind), st.lists(st.sampled_from(Contest), max_size=3))
def test_whoever_contests_and_nobody_else_gives_reasons(kind, reasons):
    fits = (kind is LenderAnswerKind.CONTESTS) == bool(reasons)
    try:
        check_reasons(kind, reasons)
    except Refused:
        assert not fits
    else:
        assert fits


def test_a_name_that_was_given_cannot_be_unknown():
    check_unknown(LenderAnswerKind.CANNOT_IDENTIFY, identity_withheld=True)
    check_unknown(LenderAnswerKind.CONTESTS, identity_withheld=False)
    with pytest.raises(Refused, match="identity_is_known"):
        check_unknown(LenderAnswerKind.CANNOT_IDENTIFY, identity_withheld=False)


@pytest.mark.parametrize(
    ("last", "answered", "withheld", "reason"),
    [
        (None, False, False, None),
        ("contests", False, False, None),
        ("accepts", True, False, None),
        ("accepts", False, False, "relief_waits"),
        ("cannot_identify", False, True, "identification_waits"),
        ("cannot_identify", False, False, None),
    ],
)
def test_what_waits_for_the_complainant_is_not_overtaken(last, answered, withheld, reason):
    def check():
        check_not_waiting(
            last and LenderAnswerKind(last), relief_answered=answered, identity_withheld=withheld
        )

    if reason is None:
        check()
    else:
        with pytest.raises(Refused, match=reason):
            check()
