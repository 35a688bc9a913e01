"""Complaints about a mediator: past that mediator, to the body's head and the supervisor."""

from datetime import datetime

from mediation.db import db
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.spaces import SIDE_OF, Side, Space
from mediation.models.assignment import MediatorComplaint
from mediation.models.cases import Case
from mediation.queries import assignment, mediator_complaints
from mediation.queries.notices import supervisors, told_of_complaint
from mediation.services.lifecycle import record
from mediation.services.notices import tell_company, tell_people, tell_side


def complain_of_mediator(
    case: Case, *, words: str, actor: Actor, now: datetime
) -> MediatorComplaint:
    """Complain about the mediator of the case; no list, notice or order of rows tells them.

    The event lies in the author's own space, which no mediator reads.
    """
    permit(actor, Action.COMPLAIN_OF_MEDIATOR, case)
    side = SIDE_OF[actor.role]
    mediator_id = assignment.last_mediator_id(case)
    if mediator_id is None:
        raise Refused("no_mediator_yet")
    own = mediator_complaints.own(case, actor=actor)
    standing = (row.words for row in own if not row.answered_at)
    if words.strip() in standing:
        raise Refused("recorded_already")
    record(
        case, Event.MEDIATOR_COMPLAINED_OF, actor=actor, now=now, space=Space.PERSONAL, side=side
    )
    made = MediatorComplaint(
        case_id=case.id,
        body_id=case.body_id,
        mediator_id=mediator_id,
        side=side,
        organisation_id=actor.organisation_id,
        words=words.strip(),
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()  # The notices name it by its number.
    _tell_head_and_supervisor(made, now=now)
    return made


def _tell_head_and_supervisor(made: MediatorComplaint, *, now: datetime) -> None:
    """What is said in it stays on the page; nobody is told who also is that mediator."""
    tell_people(
        told_of_complaint(made.body_id, mediator_id=made.mediator_id),
        "mediator_complained_of",
        key=f"complained/{made.id}",
        now=now,
        path=f"/mediator-complaints/{made.id}",
    )
    tell_people(
        supervisors(but=made.mediator_id),
        "mediator_complaint_overseen",
        key=f"overseen/{made.id}",
        now=now,
        path="/supervision/mediator-complaints",
    )


def answer_mediator_complaint(
    complaint: MediatorComplaint, case: Case, *, answer: str, actor: Actor, now: datetime
) -> None:
    """Answer a complaint about a mediator; never by that mediator, in whatever role."""
    permit(actor, Action.REPLACE_MEDIATOR, case)
    if complaint.mediator_id == actor.account_id:
        raise Refused("own_complaint")
    if complaint.answered_at is not None:
        raise Refused("complaint_already_answered")
    complaint.answer = answer.strip()
    complaint.answered_at, complaint.answered_by_id = now, actor.account_id
    _tell_answered(complaint, case, now=now)


def _tell_answered(complaint: MediatorComplaint, case: Case, *, now: datetime) -> None:
    """Who complained is told; of companies the one that did, whoever answers by now."""
    kind, key = "mediator_complaint_answered", f"complaint/{complaint.id}"
    if complaint.side is not Side.LENDER:
        tell_side(case, Side(complaint.side), kind, key=key, now=now)
    elif complaint.organisation_id is not None:
        tell_company(case, complaint.organisation_id, kind, key=key, now=now)
