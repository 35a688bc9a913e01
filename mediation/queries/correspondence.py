"""Messages of a case as an actor may read them."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select

from mediation.db import db
from mediation.domain.permissions import Actor
from mediation.domain.roles import Desk
from mediation.domain.spaces import READS, Space
from mediation.models.cases import Case
from mediation.models.correspondence import Message, Reading

PAGE = 40


def shown(
    case: Case, *, actor: Actor, space: Space | None = None, before: int | None = None
) -> Sequence[Message]:
    """One page of messages, newest first, and one more to tell of a next page."""
    query = (
        select(Message)
        .where(Message.case_id == case.id, _readable(actor))
        .order_by(Message.id.desc())
        .limit(PAGE + 1)
    )
    if actor.desk in (Desk.ARBITRATION, Desk.SUPERVISOR):
        query = query.where(Message.without_prejudice.is_(False))
    if space is not None:
        query = query.where(Message.space == space)
    if before is not None:
        query = query.where(Message.id < before)
    return db.session.scalars(query).all()


def _readable(actor: Actor):
    spaces = Message.space.in_(sorted(READS[actor.role]))
    if actor.account_id is None:
        return spaces
    own = and_(Message.space == Space.PERSONAL, Message.author_id == actor.account_id)
    return or_(spaces, own)


def sent_as(once: bytes) -> Message | None:
    """The message that this very form has already sent."""
    return db.session.scalar(select(Message).where(Message.once == once))


def readings(case: Case) -> Sequence[Reading]:
    """How far each desk has read."""
    return db.session.scalars(select(Reading).where(Reading.case_id == case.id)).all()


def reading_of(case: Case, *, actor: Actor) -> Reading | None:
    """How far this actor's desk has read."""
    return db.session.scalar(
        select(Reading).where(
            Reading.case_id == case.id,
            Reading.holder_id == actor.holder_id,
            Reading.desk == actor.desk,
        )
    )
