"""How far a length of an installation's own may be from the rule's."""

import pytest

from mediation.domain.clocks import clocks
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.lengths import Length, Unit, read_length
from mediation.domain.overrides import (
    Leeway,
    check_override,
    check_overrider,
    leeway_of,
    length_here,
    units_for,
)
from mediation.domain.permissions import Actor, system
from mediation.domain.roles import Role

# Who owes what a law sets: only the time of a duty may be cut.
LEEWAY = {
    "admission": Leeway.FREE,
    "offer": Leeway.STATED,
    "retention": Leeway.FREE,
    "lender_answer": Leeway.SHORTER,
    "mediator_reply": Leeway.SHORTER,
    "mediation": Leeway.SHORTER,
    "credit_record_dispute": Leeway.SHORTER,
    "willingness": Leeway.FIXED,
    "judicial_confirmation": Leeway.FIXED,
    "confirmation_decision": Leeway.FIXED,
    "set_aside": Leeway.FIXED,
}


@pytest.mark.parametrize(("rule", "leeway"), LEEWAY.items())
def test_what_a_law_gives_a_party_or_a_court_is_not_ours(rule, leeway):
    assert leeway_of(clocks()[rule]) is leeway


@pytest.mark.parametrize(
    ("rule", "length", "reason"),
    [
        ("admission", "3wd", None),
        ("admission", "9wd", None),
        ("admission", "7d", None),
        ("admission", "5wd", "override_changes_nothing"),
        ("admission", "0wd", "override_unfit"),
        ("admission", "10001wd", "override_unfit"),
        ("admission", "8h", "override_other_unit"),
        ("lender_answer", "10d", None),
        ("lender_answer", "16d", "override_beyond_law"),
        ("lender_answer", "10wd", "override_other_unit"),
        ("set_aside", "2mo", "override_of_a_right"),
        ("set_aside", "4mo", "override_of_a_right"),
    ],
)
def test_a_length_is_taken_or_refused(rule, length, reason):
    clock, length = clocks()[rule], read_length(length)
    if reason is None:
        check_override(clock, length)
    else:
        with pytest.raises(Refused, match=reason):
            check_override(clock, length)


def test_every_rule_offers_at_least_its_own_unit():
    assert all(clock.length.unit in units_for(clock) for clock in clocks().values())


def test_the_own_length_holds_where_there_is_one():
    clock = clocks()["admission"]
    assert length_here(clock, "3wd") == Length(3, Unit.WORKING_DAY)
    assert length_here(clock, None) == clock.length


def test_only_admins_set_one():
    check_overrider(Actor(role=Role.ADMIN))
    check_overrider(system())
    with pytest.raises(NotPermitted):
        check_overrider(Actor(role=Role.OFFICER))
