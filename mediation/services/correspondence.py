"""Messages and notes: send, and mark as read."""

from datetime import datetime

from mediation.db import db
from mediation.domain.consents import check_shared
from mediation.domain.correspondence import check_body, is_without_prejudice
from mediation.domain.errors import NotFound, NotPermitted
from mediation.domain.events import Event
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.roles import Desk
from mediation.domain.spaces import SIDE_OF, Space, check_written, company_of
from mediation.keyring import blind
from mediation.models.cases import Case
from mediation.models.correspondence import Message, Reading
from mediation.queries import correspondence
from mediation.queries.admission import consents
from mediation.services.lifecycle import move, record


def send_message(
    case: Case,
    *,
    body: str,
    space: Space,
    once: str,
    company_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> Message:
    """Write into a space; the same page sent twice (`once`) is one message.

    `company_id` says to which company the body writes in private; none: to the one that answers.
    """
    permit(actor, Action.WRITE_NOTE if space is Space.PERSONAL else Action.SEND_MESSAGE, case)
    check_written(actor, case, space)
    if company_id is not None and not _is_seated(case, company_id):
        raise NotPermitted("space_not_yours", space=space)
    check_body(body)
    check_shared(SIDE_OF.get(actor.role), space, consents(case))
    key = blind("message", f"{case.id}/{actor.holder_id}/{once}")
    sent = correspondence.sent_as(key)
    if sent is not None:
        return sent

    message = Message(
        case_id=case.id,
        space=space,
        organisation_id=company_of(actor, case, space, company_id),
        author_id=actor.account_id,
        author_role=actor.role,
        author_name=actor.name or case.complainant_name,
        body=body,
        without_prejudice=space is not Space.STAFF and is_without_prejudice(case.stage),
        once=key,
        sent_at=now,
    )
    _keep(case, message, actor=actor, now=now)
    db.session.add(message)
    return message


def _keep(case: Case, message: Message, *, actor: Actor, now: datetime) -> None:
    """A note of one's own stirs nobody."""
    told = {"actor": actor, "now": now, "space": message.space, "message": message.id}
    if message.space is Space.PERSONAL:
        record(case, Event.NOTE_WRITTEN, **told)
    else:
        move(case, Event.MESSAGE_SENT, company_id=message.organisation_id, **told)


def _is_seated(case: Case, company_id: int) -> bool:
    return any(seat.desk is Desk.LENDER and seat.holder_id == company_id for seat in case.seats)


def mark_read(case: Case, *, up_to: int, actor: Actor, now: datetime) -> None:
    """Remember that this desk has read the case up to a message (0: none yet); never goes back."""
    permit(actor, Action.READ_CASE, case)
    if up_to and correspondence.by_id(case, up_to, actor=actor) is None:
        raise NotFound()
    reading = correspondence.reading_of(case, actor=actor)
    if reading is None:
        reading = Reading(
            case_id=case.id,
            holder_id=actor.holder_id,
            desk=actor.desk,
            message_id=up_to,
            read_at=now,
        )
        db.session.add(reading)
    elif up_to > reading.message_id:
        reading.message_id, reading.read_at = up_to, now
    for seat in case.seats:
        if seat.desk is actor.desk and seat.holder_id == actor.holder_id:
            seat.unread = False
