"""The timeline of a case as an actor may see it."""

import json
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, or_, select

from mediation.db import db
from mediation.domain.events import Event
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
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
    statement = _timeline(
        actor.role, signed_in=actor.account_id is not None, paged=before is not None
    )
    values = {"case": case.id, "account": actor.account_id, "before": before}
    return [
        Happened(
            row.number,
            row.event,
            row.at,
            row.space,
            row.actor_id,
            json.loads(Facts.facts.open(row.id, row[6]) or "{}"),
        )
        for row in db.session.execute(statement, values)
    ]


@cache
def _timeline(role: Role, *, signed_in: bool, paged: bool) -> Select:
    # Made once for each kind of reader: putting it together costs more than running it.
    readable = History.space.in_(sorted(READS[role]))
    if signed_in:
        own = and_(History.space == Space.PERSONAL, History.actor_id == bindparam("account"))
        readable = or_(readable, own)
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
        .where(History.case_id == bindparam("case"), readable)
        .order_by(History.number.desc())
        .limit(PAGE + 1)
    )
    return query.where(History.number < bindparam("before")) if paged else query
