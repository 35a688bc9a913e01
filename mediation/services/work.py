"""The work list: asking a person to see to something, and its being seen to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update

from mediation.db import db, insert_new, new_id
from mediation.domain.errors import Refused
from mediation.domain.permissions import Actor
from mediation.domain.work import WorkKind, check_worker
from mediation.models.work import WorkItem


def ask_for(
    kind: WorkKind,
    *,
    key: str,
    now: datetime,
    body_id: int | None = None,
    case_id: int | None = None,
    notice_id: int | None = None,
    deadline_id: int | None = None,
    detail: str = "",
) -> None:
    """Ask a person of this body (none: an admin) to see to something; the same key asks once."""
    asked = {
        "kind": kind,
        "key": key,
        "body_id": body_id,
        "case_id": case_id,
        "notice_id": notice_id,
        "deadline_id": deadline_id,
        "detail": detail,
    }
    ask_for_all([asked], now=now)


def ask_for_all(asked: Sequence[Mapping[str, Any]], *, now: datetime) -> None:
    """Ask for many things in one statement: each with its kind, key, body, case and detail."""
    blank = {"body_id": None, "case_id": None, "notice_id": None, "deadline_id": None}
    rows = [{**blank, "detail": "", **one, "id": new_id(), "made_at": now} for one in asked]
    insert_new(WorkItem, rows)


def ask_again(keys: Sequence[str], *, now: datetime) -> None:
    """Put back on the list what was said to be seen to and is there still."""
    db.session.execute(
        update(WorkItem)
        .where(WorkItem.key.in_(keys), WorkItem.done_at.is_not(None))
        .values(made_at=now, done_at=None, done_by_id=None)
    )


def close_work_item(item: WorkItem, *, actor: Actor, now: datetime) -> None:
    """Say that it was seen to; of two who do so at once the second is told."""
    check_worker(actor, item.body_id)
    if item.done_at is not None:
        raise Refused("work_done_already")
    item.done_at, item.done_by_id = now, actor.account_id
