"""Items in batches: what fails is named and left alone, the rest is done."""

import pytest
from sqlalchemy import select

from mediation.db import db
from mediation.domain.permissions import system
from mediation.jobs import runner
from mediation.jobs.runner import for_batches, for_each
from mediation.models.accounts import Account
from tests.factories.accounts import make_account

DUE = select(Account).where(Account.suspended_at.is_(None))


@pytest.fixture
def people(session):
    made = [make_account() for _ in range(7)]
    session.commit()
    return [account.id for account in made]


def suspend(account, *, actor, now):
    account.suspended_at = now


def suspended():
    db.session.expire_all()
    return set(db.session.scalars(select(Account.id).where(Account.suspended_at.is_not(None))))


def test_every_item_is_done(people, now):
    counts = for_each(DUE, suspend, actor=system(), now=now)
    assert counts == (7, 0)
    assert suspended() == set(people)


def test_a_second_run_finds_nothing(people, now):
    for_each(DUE, suspend, actor=system(), now=now)
    assert for_each(DUE, suspend, actor=system(), now=now) == (0, 0)


def test_only_what_is_due_is_done(people, now):
    for_each(DUE.where(Account.id.in_(people[:3])), suspend, actor=system(), now=now)
    assert suspended() == set(people[:3])


def test_batches_are_done_together_and_a_bad_item_is_left_alone(people, now):
    seen = []

    def suspend_together(accounts, *, now):
        seen.append(len(accounts))
        for account in accounts:
            account.suspended_at = now
        if people[2] in {account.id for account in accounts}:
            raise RuntimeError("a bad item")

    assert for_batches(DUE, suspend_together, now=now) == (7, 1)
    assert suspended() == {*people} - {people[2]}
    assert seen[0] == 7


class TestABadItem:
    @pytest.fixture
    def suspend_most(self, people):
        def suspend_most(account, *, actor, now):
            account.suspended_at = now
            if account.id in (people[2], people[5]):
                raise RuntimeError("a bad item")

        return suspend_most

    def test_stops_no_other(self, people, now, suspend_most):
        assert for_each(DUE, suspend_most, actor=system(), now=now) == (7, 2)
        assert suspended() == {*people} - {people[2], people[5]}

    def test_is_named_in_the_log(self, people, now, suspend_most, caplog):
        for_each(DUE, suspend_most, actor=system(), now=now)
        named = [record.facts["item"] for record in caplog.records if record.exc_info]
        assert named == [people[2], people[5]]


def test_what_is_no_longer_due_when_its_batch_begins_is_left_alone(people, now, monkeypatch):
    """Somebody else did it between the first look and the transaction."""
    first_look = runner._try_all

    def after_a_rival(due, ids, act, name):
        db.session.execute(
            Account.__table__.update().where(Account.id == people[0]).values(suspended_at=now)
        )
        db.session.commit()
        return first_look(due, ids, act, name)

    monkeypatch.setattr(runner, "_try_all", after_a_rival)
    assert for_each(DUE, suspend, actor=system(), now=now).handled == 6


def test_large_amounts_go_in_several_transactions(people, now, monkeypatch):
    sizes = []
    whole = runner._do

    def noted(due, ids, act):
        sizes.append(len(ids))
        return whole(due, ids, act)

    monkeypatch.setattr(runner, "_do", noted)
    monkeypatch.setattr(runner, "FIRST", 2)
    for_each(DUE, suspend, actor=system(), now=now)
    assert sizes == [2, 4, 1]


@pytest.mark.parametrize(
    ("size", "took", "following"),
    [(100, 0.2, 50), (100, 0.06, 100), (100, 0.01, 200), (200, 0.01, 200), (1, 9.0, 1)],
)
def test_a_batch_is_as_large_as_its_time_allows(size, took, following):
    assert runner._next_size(size, took) == following
