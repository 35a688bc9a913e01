"""What lies on a work list: of a body for its officers, without one for the admins."""

from typing import Any, NamedTuple

from sqlalchemy import Select, select

from mediation.db import db
from mediation.domain.dispatch import masked
from mediation.domain.notices import Channel
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.models.cases import Case
from mediation.models.deadlines import Deadline
from mediation.models.notices import Notice
from mediation.models.work import WorkItem

PAGE = 50


class Asked(NamedTuple):
    """One thing to see to; of a message that did not arrive, where it should have gone."""

    item: WorkItem
    reference: str | None
    channel: str | None
    address: str


def undone(*, actor: Actor, after: int | None = None) -> list[Asked]:
    """One page of what waits, the oldest first, and one row more."""
    query = (
        select(WorkItem, Case.reference, Notice.id, Notice.channel, Notice._recipient)
        .outerjoin(Case, Case.id == WorkItem.case_id)
        .outerjoin(Notice, Notice.id == WorkItem.notice_id)
        .where(*theirs(actor))
        .order_by(WorkItem.id)
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(WorkItem.id > after)
    return [_asked(*row) for row in db.session.execute(query)]


def theirs(actor: Actor) -> tuple[Any, ...]:
    """What of all that waits this person may see to; not what has been done in the case since."""
    body_id = None if actor.role is Role.ADMIN else actor.organisation_id or -1
    return (WorkItem.done_at.is_(None), WorkItem.body_id == body_id, ~settled())


def settled() -> Any:
    """Whether the deadline that a thing is about has stopped: then nobody need see to it."""
    return (
        select(Deadline.id)
        .where(Deadline.id == WorkItem.deadline_id, Deadline.stopped_at.is_not(None))
        .exists()
    )


def _asked(
    item: WorkItem,
    reference: str | None,
    notice_id: int | None,
    channel: str | None,
    sealed: bytes | None,
) -> Asked:
    if notice_id is None or channel not in (Channel.MAIL, Channel.SMS):
        return Asked(item, reference, channel, "")
    address = Notice.recipient.open(notice_id, sealed) or ""
    return Asked(item, reference, channel, masked(channel, address))


def by_id(item_id: int, *, actor: Actor) -> WorkItem | None:
    """One thing on this person's list, done or not, locked."""
    query: Select[Any] = select(WorkItem).where(WorkItem.id == item_id, theirs(actor)[1])
    fresh = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(fresh)
