"""The one way to write and commit, for doors."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from mediation.db import WRITE, db
from mediation.domain.errors import NotFound
from mediation.domain.permissions import Actor
from mediation.models.cases import Case
from mediation.queries import accounts, cases

# SQLite has one writer at a time, and its waiting blocks the whole event loop of a worker; in
# this lock (gevent's, once it has patched threading) requests of one process wait politely.
_turn = threading.Lock()
_own = threading.local()


@contextmanager
def transaction() -> Iterator[None]:
    """End the read, run the block inside a writing transaction, commit; roll back on error.

    Nothing inside may wait for anything but the database.
    """
    if getattr(_own, "writing", False):
        raise RuntimeError("a transaction inside a transaction would wait for itself for ever")
    db.session.rollback()
    if db.engine.dialect.name != "sqlite":
        yield from _writing()
        return
    with _turn:
        yield from _writing()


@contextmanager
def on_case(case: Case, actor: Actor) -> Iterator[tuple[Case, Actor]]:
    """A transaction on one case: case and actor are read again inside it, the case locked.

    Verbs judge only what was read inside: of two rivals the second sees what the first did.
    Raises NotFound where the case is no longer the actor's to see, or the actor is gone.
    """
    case_id = case.id
    with transaction():
        present = accounts.again(actor)
        fresh = cases.again(case_id, actor=present) if present else None
        if present is None or fresh is None:
            raise NotFound()
        yield fresh, present


def _writing() -> Iterator[None]:
    _own.writing = True
    try:
        db.session.connection(execution_options=WRITE)
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _own.writing = False
