"""By whom and how often a clock is made longer; never once it is over."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from mediation.domain.clocks import clocks
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.extensions import (
    agreed,
    check_extender,
    check_extension,
    check_grounds,
    next_extension,
)
from mediation.domain.lengths import spelt
from mediation.domain.roles import Role
from mediation.domain.spaces import Side

DUE = datetime(2026, 3, 19, 16, tzinfo=UTC)
BEFORE = DUE - timedelta(seconds=1)


def run(*, stopped=None):
    return SimpleNamespace(due_at=DUE, paused_at=None, stopped_at=stopped)


def test_the_lenders_answer_is_extended_twice_and_no_more():
    answer = clocks()["lender_answer"]
    found = [next_extension(answer, taken) for taken in range(3)]
    assert [one and (spelt(one.length), one.approver) for one in found] == [
        ("15d", False),
        ("30d", True),
        None,
    ]


@pytest.mark.parametrize(
    ("rule", "clock", "taken", "now", "reason"),
    [
        ("admission", run(), 0, BEFORE, "not_extendable"),
        ("lender_answer", run(), 0, DUE, "deadline_over"),
        ("lender_answer", run(stopped=BEFORE), 0, BEFORE, "deadline_over"),
        ("lender_answer", run(), 2, BEFORE, "extended_enough"),
        ("completion", run(), 2, BEFORE, "extended_enough"),
    ],
)
def test_what_is_not_extended_says_why(rule, clock, taken, now, reason):
    with pytest.raises(Refused, match=reason):
        check_extension(clocks()[rule], clock, taken=taken, now=now)


def test_whoever_the_rule_does_not_name_extends_nothing():
    named = {"lender_answer": Role.LENDER_STAFF, "completion": Role.OFFICER}
    for rule, right in named.items():
        extension = next_extension(clocks()[rule], 0)
        check_extender(extension, right)
        for role in set(Role) - {Role.LENDER_STAFF, Role.LENDER_ADMIN, right}:
            with pytest.raises(NotPermitted):
                check_extender(extension, role)


def test_a_reason_is_owed_and_the_second_time_a_name():
    first, second = (next_extension(clocks()["lender_answer"], taken) for taken in (0, 1))
    check_grounds(first, reason="缺合同", approver="")
    check_grounds(second, reason="缺合同", approver="李总")
    for extension, reason, approver in ((first, " ", "李总"), (second, "缺合同", " ")):
        with pytest.raises(Refused):
            check_grounds(extension, reason=reason, approver=approver)


@pytest.mark.parametrize("sides", [(), (Side.COMPLAINANT,), (Side.LENDER,)])
def test_silence_is_never_a_yes(sides):
    assert not agreed(sides)
    assert agreed((Side.LENDER, Side.COMPLAINANT))
