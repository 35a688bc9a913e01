"""Who may do what: every action and every role, and only on one's own desk."""

from types import SimpleNamespace

import pytest

from mediation.domain.errors import NotPermitted
from mediation.domain.permissions import MAY, Action, Actor, may, nobody, permit, system
from mediation.domain.roles import DESK_OF, LENDERS, Desk, Role

MINE, OTHERS = 7, 8
# A sample that one can read; the whole table stands in the README and is compared with the code.
TABLE = {
    Action.READ_CASE: {
        Desk.COMPLAINANT,
        Desk.LENDER,
        Desk.OFFICER,
        Desk.MEDIATOR,
        Desk.ARBITRATION,
        Desk.SUPERVISOR,
    },
    Action.ADMIT_CASE: {Desk.OFFICER},
    Action.ANSWER_COMPLAINT: {Desk.LENDER},
    Action.NOTE_SILENCE: {Desk.OFFICER},
    Action.WITHDRAW_COMPLAINT: {Desk.COMPLAINANT},
    Action.REVEAL_IDENTITY: {Desk.COMPLAINANT},
    Action.ANSWER_WILLINGNESS: {Desk.COMPLAINANT, Desk.LENDER},
    Action.OFFER_TO_MEDIATOR: {Desk.OFFICER},
    Action.ANSWER_ASSIGNMENT: {Desk.MEDIATOR},
    Action.COMPLAIN_OF_MEDIATOR: {Desk.COMPLAINANT, Desk.LENDER},
    Action.MAKE_OFFER: {Desk.COMPLAINANT, Desk.LENDER},
    Action.SCHEDULE_HEARING: {Desk.MEDIATOR},
    Action.RECORD_AWARD: {Desk.ARBITRATION},
    Action.DISCLOSE_EVIDENCE: {Desk.COMPLAINANT, Desk.LENDER},
}


# What somebody of a company that does not answer may do all the same.
LOOKING_ON = {
    Action.READ_CASE,
    Action.REPORT_DANGER,
    Action.ANSWER_STANDSTILL,
    Action.SEND_MESSAGE,
    Action.WRITE_NOTE,
    Action.SUBMIT_EVIDENCE,
    Action.DISCLOSE_EVIDENCE,
    Action.WITHDRAW_EVIDENCE,
}


# What a mediator may do before they have said whether they take the case.
BEFORE_A_YES = {
    Action.READ_CASE,
    Action.REPORT_DANGER,
    Action.ANSWER_ASSIGNMENT,
    Action.DISCLOSE_CONFLICT,
    Action.SEND_MESSAGE,
    Action.WRITE_NOTE,
    Action.SUBMIT_EVIDENCE,
}


def case(desk, lender_id=MINE, mediator_id=MINE):
    seats = [SimpleNamespace(holder_id=MINE, desk=desk)]
    return SimpleNamespace(seats=seats, lender_id=lender_id, mediator_id=mediator_id)


def seated(role, holder_id=MINE):
    return Actor(role=role, holder_id=holder_id, account_id=holder_id)


def test_every_action_has_its_row():
    assert set(MAY) == set(Action)


@pytest.mark.parametrize("role", sorted(DESK_OF))
def test_an_action_is_for_the_desks_of_the_table(role):
    desk = DESK_OF[role]
    for action in TABLE:
        assert may(seated(role), action, case(desk)) == (desk in TABLE[action]), action


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM}))
def test_nobody_may_do_anything_on_a_case_that_is_not_theirs(role):
    desk = DESK_OF.get(role)
    unseated = SimpleNamespace(seats=[], lender_id=MINE, mediator_id=MINE)
    for action in Action:
        assert not may(seated(role, OTHERS), action, case(desk)), action
        assert not may(seated(role), action, unseated), action


@pytest.mark.parametrize("action", sorted(Action))
def test_a_seat_of_another_kind_gives_nothing(action):
    # The same key on the lender's desk does not make a complainant.
    assert not may(seated(Role.COMPLAINANT), action, case(DESK_OF[Role.LENDER_STAFF]))


@pytest.mark.parametrize("action", sorted(Action))
@pytest.mark.parametrize("role", sorted(LENDERS))
def test_a_company_that_looks_on_does_not_act_for_the_lenders_side(action, role):
    onlooking, answering = case(Desk.LENDER, OTHERS), case(Desk.LENDER)
    assert may(seated(role), action, onlooking) == (action in LOOKING_ON)
    assert may(seated(role), action, answering) or action not in LOOKING_ON
    if may(seated(role), action, answering) and action not in LOOKING_ON:
        with pytest.raises(NotPermitted, match="another_company_answers"):
            permit(seated(role), action, onlooking)


@pytest.mark.parametrize("action", sorted(Action))
def test_a_mediator_who_is_only_asked_looks_and_decides_nothing(action):
    offered = case(Desk.MEDIATOR, mediator_id=None)
    assert may(seated(Role.MEDIATOR), action, offered) == (action in BEFORE_A_YES)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
def test_those_without_a_desk_read_no_case(role):
    for desk in DESK_OF.values():
        assert not may(seated(role), Action.READ_CASE, case(desk))


def test_a_refusal_names_the_action():
    with pytest.raises(NotPermitted) as refusal:
        permit(nobody(), Action.ADMIT_CASE, case(DESK_OF[Role.OFFICER]))
    assert refusal.value.facts == {"action": Action.ADMIT_CASE}


def test_only_nobody_is_not_signed_in():
    assert not nobody().is_authenticated
    assert system().is_authenticated
    assert seated(Role.COMPLAINANT).is_authenticated
