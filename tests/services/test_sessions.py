"""Sign-ins: begun in a role, switched, ended; and the throttle under many at once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation.domain.accounts import LONGEST_SIGN_IN, Throttle, token_hash
from mediation.domain.errors import NotFound, Refused, Throttled
from mediation.domain.roles import Role
from mediation.models.accounts import Account, Failure, Membership, Session
from mediation.queries.accounts import actor_of_session
from mediation.services.sessions import (
    Origin,
    begin_sign_in,
    change_role,
    end_session,
    end_sessions,
    is_right,
    open_session,
    sign_in,
)
from mediation.services.throttle import (
    check_throttle,
    count_failure,
    forget_old_failures,
    is_throttled,
)
from tests.factories.accounts import PASSWORD, make_account, make_member

HERE = Origin("192.0.2.1")


@pytest.fixture
def signed_in(session, now):
    def enter(account):
        token = open_session(account, device="Chrome · Android", now=now)
        session.commit()
        return actor_of_session(token_hash(token), as_of=now)

    return enter


@pytest.fixture
def busy(session):
    """Somebody with two roles in two bodies."""
    account = make_member(Role.OFFICER)
    make_member(Role.MEDIATOR, account=account)
    return account


class TestBeginning:
    def test_is_in_the_only_role(self, session, signed_in):
        assert signed_in(make_member(Role.CLERK)).role is Role.CLERK

    def test_is_as_complainant_without_a_role(self, session, signed_in):
        actor = signed_in(make_account())
        assert (actor.role, actor.holder_id) == (Role.COMPLAINANT, actor.account_id)

    def test_is_in_the_role_used_last(self, session, signed_in, busy, now):
        first = signed_in(busy)
        assert first.role is Role.OFFICER
        mediator = next(m for m in memberships(session, busy) if m.role is Role.MEDIATOR)
        change_role(first, mediator.id, now=now)
        session.commit()
        assert signed_in(busy).role is Role.MEDIATOR

    def test_is_not_in_a_role_that_has_ended(self, session, signed_in, busy, now):
        for membership in memberships(session, busy):
            if membership.role is Role.OFFICER:
                membership.ended_at = now
        session.commit()
        assert signed_in(busy).role is Role.MEDIATOR


class TestSwitching:
    def test_takes_a_new_key_and_ends_the_old_one(self, session, signed_in, busy, now):
        before = signed_in(busy)
        mediator = next(m for m in memberships(session, busy) if m.role is Role.MEDIATOR)
        token = change_role(before, mediator.id, now=now)
        session.commit()
        after = actor_of_session(token_hash(token), as_of=now)
        assert (after.role, after.membership_id) == (Role.MEDIATOR, mediator.id)
        assert after.session_id != before.session_id
        assert session.get(Session, before.session_id).ended_at == now

    def test_leads_to_ones_own_complaints(self, session, signed_in, busy, now):
        token = change_role(signed_in(busy), 0, now=now)
        session.commit()
        assert actor_of_session(token_hash(token), as_of=now).role is Role.COMPLAINANT

    def test_lasts_no_longer_by_switching(self, session, signed_in, busy, now):
        actor = signed_in(busy)
        late = now + LONGEST_SIGN_IN - timedelta(minutes=5)
        session.get(Session, actor.session_id).expires_at = late + timedelta(minutes=1)
        token = change_role(actor, 0, now=late)
        session.commit()
        row = session.scalar(select(Session).where(Session.token_hash == token_hash(token)))
        assert row.expires_at == now + LONGEST_SIGN_IN

    def test_leads_into_nobody_elses_role(self, session, signed_in, busy, now):
        stranger = make_member(Role.ADMIN)
        theirs = memberships(session, stranger)[0].id
        actor = signed_in(busy)
        with pytest.raises(NotFound):
            change_role(actor, theirs, now=now)
        assert session.get(Session, actor.session_id).ended_at is None


class TestEnding:
    def test_ends_ones_own_only(self, session, signed_in, now):
        mine, theirs = signed_in(make_account()), signed_in(make_account())
        with pytest.raises(NotFound):
            end_session(theirs.session_id, account_id=mine.account_id, now=now)
        end_session(mine.session_id, account_id=mine.account_id, now=now)
        session.commit()
        assert session.get(Session, theirs.session_id).ended_at is None

    def test_ends_all_but_one(self, session, signed_in, now):
        account = make_account()
        keep, *_ = [signed_in(account) for _ in range(3)]
        other = signed_in(make_account())
        assert end_sessions(account.id, but=keep.session_id, now=now) == 2
        session.commit()
        assert session.get(Session, keep.session_id).ended_at is None
        assert session.get(Session, other.session_id).ended_at is None


class TestSignIn:
    def test_refuses_a_password_that_was_changed_meanwhile(self, session, now):
        account = make_account("lin@example.com")
        attempt = begin_sign_in("lin@example.com", origin=HERE, now=now)
        assert is_right(attempt, PASSWORD)
        session.get(Account, account.id).password_hash = "another"
        session.flush()
        with pytest.raises(Refused, match="sign_in_failed"):
            sign_in(attempt, device="", now=now)

    def test_counts_tries_that_are_still_at_work(self, session, now):
        make_account("lin@example.com")
        for _ in range(5):
            begin_sign_in("lin@example.com", origin=HERE, now=now)
            session.commit()
        with pytest.raises(Throttled):
            begin_sign_in("lin@example.com", origin=HERE, now=now)

    def test_keeps_a_renewed_hash(self, session, now):
        account = make_account("lin@example.com")
        attempt = begin_sign_in("lin@example.com", origin=HERE, now=now)
        sign_in(attempt, device="", renewed_hash="renewed", now=now)
        session.commit()
        assert session.get(Account, account.id).password_hash == "renewed"


class TestThrottle:
    def test_keeps_no_address_in_the_clear(self, session, now):
        count_failure(Throttle.ADDRESS, "192.0.2.1", now=now)
        session.flush()
        assert b"192.0.2.1" not in session.scalars(select(Failure)).one().key

    def test_keeps_kinds_and_keys_apart(self, session, now):
        for _ in range(10):
            count_failure(Throttle.ADDRESS, "192.0.2.1", now=now)
        session.flush()
        assert is_throttled(Throttle.ADDRESS, "192.0.2.1", now=now)
        assert not is_throttled(Throttle.ADDRESS, "192.0.2.2", now=now)
        assert not is_throttled(Throttle.FOLLOW_UP, "192.0.2.1", now=now)

    def test_says_how_long_to_wait(self, session, now):
        for age in range(10):
            count_failure(Throttle.ADDRESS, "x", now=now - timedelta(seconds=age))
        session.flush()
        with pytest.raises(Throttled) as refusal:
            check_throttle(Throttle.ADDRESS, "x", now=now)
        assert refusal.value.seconds == 5 * 60 - 9

    def test_forgets_what_no_window_looks_back_at(self, session, now):
        count_failure(Throttle.ADDRESS, "x", now=now - timedelta(days=2))
        count_failure(Throttle.ADDRESS, "x", now=now)
        session.flush()
        assert forget_old_failures(now=now) == 1
        assert session.scalar(select(func.count()).select_from(Failure)) == 1


def memberships(session, account):
    return session.scalars(
        select(Membership).where(Membership.account_id == account.id).order_by(Membership.id)
    ).all()
