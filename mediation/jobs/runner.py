"""Many items, few transactions; a bad item never stops the rest."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Select, select

from mediation.db import db
from mediation.domain.permissions import Actor
from mediation.jobs.timetable import Counts
from mediation.models.cases import Case
from mediation.transaction import transaction

log = logging.getLogger(__name__)

# Pages wait while a batch writes, so a batch is as long as fits into this many seconds.
LONGEST = 0.1
LARGEST = 200
FIRST = 20


Act = Callable[[Sequence[Any]], object]


class Verb(Protocol):
    """What is done to one item."""

    __name__: str

    def __call__(self, item: Any, /, *, actor: Actor, now: datetime) -> object: ...


class BatchVerb(Protocol):
    """What is done to many items together; none of them, or all."""

    __name__: str

    def __call__(self, items: Sequence[Any], /, *, now: datetime) -> object: ...


def for_each(due: Select[Any], verb: Verb, *, actor: Actor, now: datetime) -> Counts:
    """Do `verb` to every row that `due` selects, in batches.

    `due` selects one kind of row. Each batch asks it again inside its transaction, with the
    cases concerned locked: what is no longer due by then is left alone. Where a batch fails,
    its items are tried one by one, and those that fail are logged and left as they were.
    """

    def act(items: Sequence[Any]) -> None:
        for item in items:
            verb(item, actor=actor, now=now)

    return _in_batches(due, act, verb.__name__)


def for_batches(due: Select[Any], verb: BatchVerb, *, now: datetime) -> Counts:
    """Do `verb` to batches of the rows that `due` selects: few statements for many of them.

    Batches are asked for, locked, and repeated item by item where they fail, as by `for_each`.
    """
    return _in_batches(due, lambda items: verb(items, now=now), verb.__name__)


def _in_batches(due: Select[Any], act: Act, name: str) -> Counts:
    model = due.column_descriptions[0]["entity"]
    # Put in order here: asked for in order, the database walks through the whole table of keys.
    waiting = sorted(db.session.scalars(due.with_only_columns(model.id)))
    counts, size, done = Counts(), FIRST, 0
    while done < len(waiting):
        batch = waiting[done : done + size]
        began = time.monotonic()
        counts += _try_all(due, batch, act, name)
        done += len(batch)
        size = _next_size(size, time.monotonic() - began)
    if counts.handled:
        log.info("done to each", extra={"facts": {"verb": name, **counts._asdict()}})
    return counts


def _next_size(size: int, took: float) -> int:
    if took > LONGEST * 0.8:
        return max(1, size // 2)
    return min(LARGEST, size * 2) if took < LONGEST * 0.4 else size


def _try_all(due: Select[Any], ids: Sequence[int], act: Act, name: str) -> Counts:
    try:
        return Counts(handled=_do(due, ids, act))
    except Exception:
        if len(ids) > 1:
            return sum((_try_all(due, [item], act, name) for item in ids), Counts())
        log.exception("an item failed", extra={"facts": {"verb": name, "item": ids[0]}})
        return Counts(handled=1, failed=1)


def _do(due: Select[Any], ids: Sequence[int], act: Act) -> int:
    model = due.column_descriptions[0]["entity"]
    mine = model.id.in_(ids)
    with transaction():
        _lock_cases(model, mine)
        # Locked as well: drafts, and reports about no case, have no other lock.
        fresh = due.where(mine).with_for_update(of=model, key_share=True)
        fresh = fresh.execution_options(populate_existing=True)
        items = db.session.scalars(fresh).all()
        if items:
            act(items)
        return len(items)


def _lock_cases(model: Any, mine: Any) -> None:
    """Lock what a page would lock, in one order, so that jobs and pages never wait in a ring.

    The rows stay free for others to refer to: a foreign key is checked at commit, in any order.
    """
    if model is Case:
        wanted = Case.id.in_(select(Case.id).where(mine))
    elif hasattr(model, "case_id"):
        wanted = Case.id.in_(select(model.case_id).where(mine))
    else:
        return
    db.session.execute(
        select(Case.id).where(wanted).order_by(Case.id).with_for_update(key_share=True)
    )
