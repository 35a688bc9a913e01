"""The timeline of a case as an actor may see it."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select

from mediation.db import db
from mediation.domain.events import Event
from mediation.domain.permissions import Actor
from mediation.domain.spaces import READS, Space
from mediation.models.cases import Case
from mediation.models.history import Facts, History

PAGE = 40


class Happened(NamedTuple):
    """One event with the facts of its day (empty where they were erased)."""

    number: int
    event: Event
    at: datetime
    space: Space
    actor_id: int | None
    facts: dict[str, Any]


def timeline(case: Case, *, actor: Actor, before: int | None = None) -> list[Happened]:
    """One page of what happened, newest first, and one more to tell of a next page."""
    query = (
        select(
            History.id,
            History.number,
            History.event,
            History.at,
            History.space,
            History.actor_id,
            Facts._facts,
        )
        .outerjoin(Facts, Facts.id == History.id)
        .where(History.case_id == case.id, _readable(actor))
        .order_by(History.number.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(History.number < before)
    return [
        Happened(
            row.number,
            row.event,
            row.at,
            row.space,
            row.actor_id,
            json.loads(Facts.facts.open(row.id, row[6]) or "{}"),
        )
        for row in db.session.execute(query)
    ]


def _readable(actor: Actor):
    spaces = History.space.in_(sorted(READS[actor.role]))
    if actor.account_id is None:
        return spaces
    own = and_(History.space == Space.PERSONAL, History.actor_id == actor.account_id)
    return or_(spaces, own)
