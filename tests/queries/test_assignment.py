"""Which mediators there are for a case, and how each stands to it."""

from datetime import timedelta

import pytest

from mediation.domain.assignment import NotTaken, Obstacle, Replacement
from mediation.domain.lifecycle import Stage
from mediation.domain.roles import Role
from mediation.models.accounts import Account, Membership
from mediation.models.organisations import Conflict, Organisation
from mediation.queries import assignment
from mediation.services.assignment import refuse_assignment, replace_mediator
from tests.factories.accounts import make_account, make_mediator, make_member
from tests.factories.organisations import make_lender
from tests.factories.stages import agree_to_mediate, cast_at, offer_to_mediator, withdraw


@pytest.fixture(autouse=True)
def noise(session, now):
    """Mediators of another body, one of them tied to another company."""
    other = make_mediator()
    session.add(Conflict(account_id=other.id, organisation_id=make_lender().id, declared_at=now))
    return other


@pytest.fixture
def cast(session):
    found = cast_at(Stage.AWAITING_MEDIATOR)
    agree_to_mediate(found)
    return found


@pytest.fixture
def body(session, cast):
    return session.get_one(Organisation, cast.case.body_id)


def one(cast, account_id, now):
    return next(
        (
            found
            for found in assignment.candidates(cast.case, now=now)
            if found.account.id == account_id
        ),
        None,
    )


class TestCandidates:
    def test_are_the_running_mediators_of_the_body(self, session, cast, body, noise, now):
        gone = make_mediator(body)
        session.query(Membership).filter_by(account_id=gone.id).one().ended_at = now
        suspended = make_mediator(body)
        suspended.suspended_at = now
        make_member(Role.OFFICER, body)
        session.flush()
        found = [item.account.id for item in assignment.candidates(cast.case, now=now)]
        assert found == [cast.mediator.account_id]

    def test_the_least_busy_first_and_those_who_cannot_last(self, session, cast, body, now):
        idle, away = make_mediator(body), make_mediator(body)
        away.absent_until_at = now + timedelta(days=2)
        session.flush()
        for _ in range(2):
            busy = cast_at(Stage.AWAITING_MEDIATOR, body=body)
            agree_to_mediate(busy)
            offer_to_mediator(busy._replace(mediator=cast.mediator))
        found = assignment.candidates(cast.case, now=now)
        known = {cast.mediator.account_id, idle.id, away.id}
        order = [(item.account.id, item.load) for item in found if item.account.id in known]
        assert order == [(idle.id, 0), (cast.mediator.account_id, 2), (away.id, 0)]

    def test_a_closed_case_is_no_load(self, session, cast, now):
        other = cast_at(Stage.MEDIATION)
        withdraw(other)
        session.flush()
        body = session.get_one(Organisation, other.case.body_id)
        fresh = cast_at(Stage.AWAITING_MEDIATOR, body=body)
        assert one(fresh, other.mediator.account_id, now).load == 0

    def test_a_declared_tie_to_any_company_of_the_case_bars(self, session, cast, now):
        session.add(
            Conflict(
                account_id=cast.mediator.account_id,
                organisation_id=cast.lender.organisation_id,
                declared_at=now,
            )
        )
        session.flush()
        assert one(cast, cast.mediator.account_id, now).obstacle is Obstacle.CONFLICT

    def test_so_does_a_post_in_the_company(self, session, cast, now):
        company = session.get_one(Organisation, cast.lender.organisation_id)
        account = session.get_one(Account, cast.mediator.account_id)
        make_member(Role.LENDER_STAFF, company, account)
        assert one(cast, account.id, now).obstacle is Obstacle.CONFLICT

    def test_so_does_a_complaint_of_ones_own(self, session, now):
        person = make_account()
        cast = cast_at(Stage.AWAITING_MEDIATOR, borrower=person)
        make_member(Role.MEDIATOR, session.get_one(Organisation, cast.case.body_id), person)
        assert one(cast, person.id, now).obstacle is Obstacle.CONFLICT

    def test_a_tie_to_another_company_does_not(self, session, cast, now):
        session.add(
            Conflict(
                account_id=cast.mediator.account_id,
                organisation_id=make_lender().id,
                declared_at=now,
            )
        )
        session.flush()
        assert one(cast, cast.mediator.account_id, now).obstacle is None

    def test_tell_of_an_earlier_refusal_of_this_case(self, cast, now):
        offer_to_mediator(cast)
        refuse_assignment(
            cast.case, reason=NotTaken.TOO_MANY, words="", actor=cast.mediator, now=now
        )
        found = one(cast, cast.mediator.account_id, now)
        assert (found.obstacle, found.refused) == (None, "too_many")

    def test_whoever_was_replaced_on_this_case_is_barred(self, session, now):
        cast = cast_at(Stage.MEDIATION)
        replace_mediator(
            cast.case, reason=Replacement.ILLNESS, words="", actor=cast.officer, now=now
        )
        assert one(cast, cast.mediator.account_id, now).obstacle is Obstacle.REPLACED

    def test_an_absence_that_is_over_is_none(self, session, cast, now):
        account = session.get_one(Account, cast.mediator.account_id)
        account.absent_until_at = now
        session.flush()
        assert one(cast, account.id, now).obstacle is None
