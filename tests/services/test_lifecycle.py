"""Whose turn a case is, desk by desk."""

from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.parties import CompanyRole
from mediation.domain.roles import Desk
from mediation.services.lifecycle import hand_turn, seat_case
from mediation.services.respondents import name_respondent
from tests.factories.organisations import make_lender
from tests.factories.stages import cast_at


def mine(case):
    return {(seat.desk, seat.holder_id) for seat in case.seats if seat.mine}


class TestAnotherCompanyOfTheLoan:
    def test_looks_on_while_the_one_complained_of_must_act(self, session, now):
        cast = cast_at(Stage.WITH_LENDER)
        other = make_lender()
        seat_case(cast.case, Desk.LENDER, other.id, now=now)
        assert mine(cast.case) == {(Desk.LENDER, cast.case.lender_id)}

        hand_turn(cast.case, Turn.BOTH)
        assert (Desk.LENDER, cast.case.lender_id) in mine(cast.case)
        assert (Desk.LENDER, other.id) not in mine(cast.case)

    def test_must_act_once_the_complaint_is_put_to_it(self, session, now):
        cast = cast_at(Stage.WITH_LENDER)
        before, other = cast.case.lender_id, make_lender()
        seat_case(cast.case, Desk.LENDER, other.id, now=now)
        name_respondent(
            cast.case,
            organisation_id=other.id,
            role=CompanyRole.LENDER,
            actor=cast.officer,
            now=now,
        )
        assert (Desk.LENDER, other.id) in mine(cast.case)
        assert (Desk.LENDER, before) not in mine(cast.case)
