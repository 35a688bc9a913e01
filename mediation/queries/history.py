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
from mediation.domain.spaces import Space, spaces_read
from mediation.models.cases import Case
from mediation.models.history import Facts, History
from mediation.queries.spaces import readable, reader_values

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
        actor.role,
        spaces_read(actor, case),
        signed_in=actor.account_id is not None,
        paged=before is not None,
    )
    values = {"case": case.id, "before": before, **reader_values(actor)}
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
def _timeline(role: Role, spaces: tuple[Space, ...], *, signed_in: bool, paged: bool) -> Select:
    # Made once for each kind of reader: putting it together costs more than running it.
    history, facts = History.__table__.c, Facts.__table__.c
    allowed = readable(history, role, spaces)
    if signed_in:
        own = and_(history.space == Space.PERSONAL, history.actor_id == bindparam("account"))
        allowed = or_(allowed, own)
    query = (
        select(
            history.id,
            history.number,
            history.event,
            history.at,
            history.space,
            history.actor_id,
            facts.facts,
        )
        .select_from(History.__table__)
        .outerjoin(Facts.__table__, facts.id == history.id)
        .where(history.case_id == bindparam("case"), allowed)
        .order_by(history.number.desc())
        .limit(PAGE + 1)
    )
    return query.where(history.number < bindparam("before")) if paged else query
