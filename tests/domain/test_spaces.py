"""Who reads what, who writes where, who may open it to both sides."""

import pytest

from mediation.domain.errors import NotPermitted
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.domain.spaces import (
    READS,
    WRITES,
    Space,
    check_written,
    company_of,
    is_inside,
    may_disclose,
    reads_room,
    spaces_read,
    spaces_written,
)


class Case:
    def __init__(self, mediator_id=None, lender_id=None):
        self.mediator_id, self.lender_id = mediator_id, lender_id


@pytest.mark.parametrize("role", sorted(Role))
def test_every_role_has_its_rows(role):
    assert role in READS
    assert role in WRITES


def test_neither_side_reads_the_caucus_of_the_other():
    assert Space.LENDER not in READS[Role.COMPLAINANT]
    for role in (Role.LENDER_STAFF, Role.LENDER_ADMIN):
        assert Space.COMPLAINANT not in READS[role]


def test_only_the_body_reads_what_is_internal():
    readers = {role for role in Role if Space.STAFF in READS[role]}
    assert readers == {Role.OFFICER, Role.MEDIATOR, Role.SYSTEM}


def test_nobody_reads_a_personal_space_by_role():
    assert all(Space.PERSONAL not in READS[role] for role in Role if role is not Role.SYSTEM)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM}))
def test_what_one_writes_one_can_read_again(role):
    assert set(WRITES[role]) - {Space.PERSONAL} <= READS[role]


def test_a_mediator_who_is_only_asked_writes_into_no_private_room():
    asked = Actor(Role.MEDIATOR, account_id=7)
    assert spaces_written(asked, Case(mediator_id=7)) == WRITES[Role.MEDIATOR]
    assert spaces_written(asked, Case()) == (Space.JOINT, Space.PERSONAL)
    for space in (Space.COMPLAINANT, Space.LENDER, Space.STAFF):
        with pytest.raises(NotPermitted, match="space_not_yours"):
            check_written(asked, Case(), space)


def test_a_side_opens_its_own_space_and_no_other():
    assert may_disclose(Role.COMPLAINANT, Space.COMPLAINANT)
    assert may_disclose(Role.LENDER_STAFF, Space.LENDER)
    assert not may_disclose(Role.COMPLAINANT, Space.LENDER)
    assert not any(may_disclose(Role.MEDIATOR, space) for space in Space)


def test_a_mediator_who_is_only_asked_reads_what_both_sides_read():
    mediator = Actor(role=Role.MEDIATOR, holder_id=5, account_id=5)
    assert spaces_read(mediator, Case(mediator_id=None)) == (Space.JOINT,)
    assert spaces_read(mediator, Case(mediator_id=6)) == (Space.JOINT,)
    assert set(spaces_read(mediator, Case(mediator_id=5))) == READS[Role.MEDIATOR]


@pytest.mark.parametrize("role", sorted(Role))
def test_only_the_complainant_and_the_body_are_inside(role):
    own = Actor(role=role, holder_id=5, account_id=5)
    inside = {Role.COMPLAINANT, Role.OFFICER, Role.MEDIATOR}
    assert is_inside(own, Case(mediator_id=5)) == (role in inside)
    assert is_inside(own, Case(mediator_id=6)) == (role in inside - {Role.MEDIATOR})


def test_a_mediator_without_an_account_is_never_inside():
    assert not is_inside(Actor(role=Role.MEDIATOR), Case())


def test_a_private_room_is_of_the_company_that_writes_or_is_written_to():
    case = Case(lender_id=7)
    lender = Actor(role=Role.LENDER_STAFF, holder_id=8, organisation_id=8)
    officer = Actor(role=Role.OFFICER, holder_id=9, organisation_id=9)
    assert company_of(lender, case, Space.LENDER, chosen_id=7) == 8
    assert company_of(officer, case, Space.LENDER) == 7
    assert company_of(officer, case, Space.LENDER, chosen_id=8) == 8
    assert company_of(officer, case, Space.JOINT) is None


def test_a_company_reads_its_own_room_and_the_body_every_one():
    case = Case(mediator_id=5, lender_id=7)
    lender = Actor(role=Role.LENDER_ADMIN, holder_id=8, organisation_id=8)
    assert reads_room(lender, case, 8)
    assert not reads_room(lender, case, 7)
    assert not reads_room(lender, case, None)
    assert reads_room(Actor(role=Role.OFFICER, holder_id=9), case, 7)
    assert reads_room(Actor(role=Role.MEDIATOR, account_id=5), case, 7)
    assert not reads_room(Actor(role=Role.MEDIATOR, account_id=6), case, 7)
    assert not reads_room(Actor(role=Role.COMPLAINANT), case, 7)
