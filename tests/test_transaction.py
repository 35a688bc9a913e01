"""The one way to write: it commits, it rolls back, it never waits for itself."""

import threading

import pytest
from sqlalchemy import func, select

from mediation.models.accounts import Account
from mediation.transaction import transaction
from tests.factories.accounts import make_account


def count(session):
    session.rollback()
    return session.scalar(select(func.count()).select_from(Account))


def test_what_was_done_inside_is_kept(session):
    with transaction():
        make_account()
    assert count(session) == 1


def test_an_error_undoes_it(session):
    def fail():
        make_account()
        raise KeyError

    with pytest.raises(KeyError), transaction():
        fail()
    assert count(session) == 0


def test_the_next_one_can_begin_after_an_error(session):
    with pytest.raises(KeyError), transaction():
        raise KeyError
    with transaction():
        make_account()
    assert count(session) == 1


def test_one_inside_another_is_refused_instead_of_waiting_for_ever(session):
    with pytest.raises(RuntimeError, match="inside a transaction"), transaction(), transaction():
        raise AssertionError("it was let in")


def test_several_writers_lose_nothing(app, session):
    def write():
        with app.app_context():
            for _ in range(5):
                with transaction():
                    make_account()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert count(session) == 20
