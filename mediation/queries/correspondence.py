"""Messages of a case as an actor may read them."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select

from mediation.db import db
from mediation.domain.permissions import Actor
from mediation.domain.roles import DESK_OF, Desk, Role
from mediation.domain.spaces import Space, spaces_read
from mediation.models.cases import Case
from mediation.models.correspondence import Message, Reading
from mediation.queries.spaces import readable, reader_values

PAGE = 40

Spaces = tuple[Space, ...]


def shown(
    case: Case, *, actor: Actor, space: Space | None = None, before: int | None = None
) -> Sequence[Message]:
    """One page of messages, newest first, and one more to tell of a next page."""
    statement = _shown(
        actor.role,
        spaces_read(actor, case),
        signed_in=actor.account_id is not None,
        one_space=space is not None,
        paged=before is not None,
    )
    values = {"case": case.id, "space": space, "before": before, **reader_values(actor)}
    return db.session.scalars(statement, values).all()


def bodies(case: Case, *, actor: Actor) -> dict[int, str]:
    """What the latest messages say, by key, and nothing else of them."""
    statement = _bodies(
        actor.role, spaces_read(actor, case), signed_in=actor.account_id is not None
    )
    rows = db.session.execute(statement, {"case": case.id, **reader_values(actor)})
    return {key: Message.body.open(key, body) or "" for key, body in rows}


@cache
def _bodies(role: Role, spaces: Spaces, *, signed_in: bool) -> Select:
    message = Message.__table__.c
    query = select(message.id, message.body).where(*_readable(role, spaces, signed_in=signed_in))
    return query.order_by(message.id.desc()).limit(PAGE + 1)


@cache
def _shown(role: Role, spaces: Spaces, *, signed_in: bool, one_space: bool, paged: bool) -> Select:
    # Made once for each kind of reader: putting it together costs more than running it.
    query = select(Message).where(*_readable(role, spaces, signed_in=signed_in))
    if one_space:
        query = query.where(Message.space == bindparam("space"))
    if paged:
        query = query.where(Message.id < bindparam("before"))
    return query.order_by(Message.id.desc()).limit(PAGE + 1)


def _readable(role: Role, spaces: Spaces, *, signed_in: bool) -> list[ColumnElement[bool]]:
    """What makes a message of a case readable to a role; its own notes only to their author."""
    message = Message.__table__.c
    allowed = readable(message, role, spaces)
    if signed_in:
        own = and_(message.space == Space.PERSONAL, message.author_id == bindparam("account"))
        allowed = or_(allowed, own)
    conditions = [message.case_id == bindparam("case"), allowed]
    if DESK_OF.get(role) in (Desk.ARBITRATION, Desk.SUPERVISOR):
        conditions.append(message.without_prejudice.is_(False))
    return conditions


def by_id(case: Case, message_id: int, *, actor: Actor) -> Message | None:
    """This message of this case, if the actor may read it."""
    readable = _readable(
        actor.role, spaces_read(actor, case), signed_in=actor.account_id is not None
    )
    values = {"case": case.id, **reader_values(actor)}
    return db.session.scalar(select(Message).where(Message.id == message_id, *readable), values)


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
