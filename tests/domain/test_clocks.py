"""The clocks of this release, and what a wrong one is told."""

from types import SimpleNamespace

import pytest

from mediation.domain.clocks import Mark, clocks, read_clocks, rights
from mediation.domain.lengths import Unit
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.domain.rulebook import RuleError, parse

GOOD = """
version = "1"
[rules.answer]
title = { zh_CN = "答复", en = "Answer" }
length = "15d"
starts = ["case_admitted"]
stops = ["lender_answered"]
side = "lender"
source = { law = { zh_CN = "办法", en = "Measures" }, mark = "S" }
"""
# Length and source of the clocks that stand in a law, as the texts have them.
IN_LAW = {
    "willingness": (3, Unit.WORKING_DAY, "15"),
    "mediator_choice": (2, Unit.WORKING_DAY, "10"),
    "mediator_designation": (3, Unit.WORKING_DAY, "10"),
    "mediator_reply": (3, Unit.WORKING_DAY, "12"),
    "mediation": (30, Unit.CALENDAR_DAY, "24"),
    "judicial_confirmation": (30, Unit.CALENDAR_DAY, "205"),
    "confirmation_acceptance": (3, Unit.CALENDAR_DAY, "4"),
    "confirmation_decision": (15, Unit.CALENDAR_DAY, "5"),
    "credit_record_dispute": (20, Unit.CALENDAR_DAY, "25"),
    "award_correction": (30, Unit.CALENDAR_DAY, "69"),
    "set_aside": (3, Unit.MONTH, "72"),
}


def test_what_stands_in_a_law_has_its_length_and_its_article():
    found = clocks()
    assert {name: (*found[name].length, found[name].source.article) for name in IN_LAW} == IN_LAW
    assert all(found[name].source.mark is Mark.READ for name in IN_LAW)


def test_no_figure_that_is_ours_names_a_law():
    for clock in clocks().values():
        assert (clock.source.mark is Mark.READ) == bool(clock.source.article)


def test_the_lender_answers_in_15_30_or_60_days():
    answer = clocks()["lender_answer"]
    lengths = [answer.length.number]
    for extension in answer.extensions:
        lengths.append(lengths[-1] + extension.length.number)
    assert lengths == [15, 30, 60]
    assert [extension.approver for extension in answer.extensions] == [False, True]


def test_whatever_pauses_can_go_on():
    for clock in clocks().values():
        assert bool(clock.pauses) == bool(clock.resumes)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"15d"', '"15 days"', "rules.answer.length"),
        ('side = "lender"', 'side = "lender"\nwarns = "8h"', "rules.answer.warns"),
        ('"case_admitted"', '"case_admited"', "rules.answer.starts[0]"),
        ('mark = "S"', 'mark = "X"', "rules.answer.source.mark"),
        (', en = "Answer"', "", "rules.answer.title"),
        ("stops =", "ends =", "rules.answer.ends"),
        ('side = "lender"', 'side = "lender"\nshown = "all"', "rules.answer.shown"),
    ],
)
def test_a_mistake_is_named_with_its_place(old, new, place):
    assert list(read_clocks(parse("deadlines.toml", GOOD))) == ["answer"]
    with pytest.raises(RuleError) as raised:
        read_clocks(parse("deadlines.toml", GOOD.replace(old, new)))
    assert raised.value.place == place


# Who reads each clock that not everybody reads: a role and whether the case is that mediator's.
READERS = {
    "complainant": Actor(Role.COMPLAINANT, account_id=1),
    "lender": Actor(Role.LENDER_STAFF, account_id=2, organisation_id=3),
    "officer": Actor(Role.OFFICER, account_id=4),
    "mediator": Actor(Role.MEDIATOR, account_id=5),
    "asked mediator": Actor(Role.MEDIATOR, account_id=6),
    "clerk": Actor(Role.CLERK, account_id=7),
    "supervisor": Actor(Role.SUPERVISOR, account_id=8),
}
TALKS = {"complainant", "lender", "officer", "mediator", "asked mediator"}
SEEN_BY = {
    "completion": {"complainant", "officer", "mediator"},
    "mediator_reply": {"officer", "mediator", "asked mediator"},
    "mediator_designation": {"officer", "mediator", "asked mediator"},
    "mediator_choice": TALKS,
    "offer": TALKS,
    "mediation": TALKS,
}


@pytest.mark.parametrize("rule", list(clocks()))
def test_a_clock_is_seen_by_whom_its_rule_names(rule):
    case = SimpleNamespace(mediator_id=5, lender_id=3)
    seen = {name for name, who in READERS.items() if clocks()[rule].is_shown_to(who, case)}
    assert seen == SEEN_BY.get(rule, set(READERS))


def test_what_one_may_do_and_need_not_is_no_duty():
    assert rights() == {"judicial_confirmation", "award_correction", "set_aside"}
