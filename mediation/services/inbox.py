"""Reading one's notices."""

from datetime import datetime

from sqlalchemy import ColumnElement, update

from mediation.db import db
from mediation.domain.errors import NotFound
from mediation.domain.permissions import Actor
from mediation.models.notices import Notice
from mediation.queries.inbox import LIES_THERE, UNREAD, entry


def read_notice(notice_id: int, *, actor: Actor, now: datetime) -> None:
    """Note that somebody has opened one of their notices; what was read stays read."""
    if actor.account_id is None or entry(notice_id, actor=actor) is None:
        raise NotFound()
    _note(actor, Notice.id == notice_id, now=now)


def read_all_notices(*, newest: int, actor: Actor, now: datetime) -> None:
    """Note that somebody has seen all of their notices up to the newest that was shown to them."""
    if actor.account_id is None:
        raise NotFound()
    _note(actor, Notice.id <= newest, now=now)


def _note(actor: Actor, which: ColumnElement[bool], *, now: datetime) -> None:
    db.session.execute(
        update(Notice)
        .where(Notice.account_id == actor.account_id, LIES_THERE, UNREAD, which)
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )
