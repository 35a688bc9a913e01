"""Who reads what, who writes where, who may open it to both sides."""

import pytest

from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.domain.spaces import READS, WRITES, Space, may_disclose, may_write, spaces_read


class Case:
    def __init__(self, mediator_id=None):
        self.mediator_id = mediator_id


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
    assert all(may_write(role, space) == (space in WRITES[role]) for space in Space)


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
