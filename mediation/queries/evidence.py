"""The files of a case as an actor may see them."""

from collections.abc import Sequence

from sqlalchemy import select

from mediation.db import db
from mediation.domain.permissions import Actor
from mediation.domain.roles import Desk
from mediation.domain.spaces import spaces_read
from mediation.models.cases import Case
from mediation.models.evidence import Evidence
from mediation.queries.spaces import readable, reader_values

PAGE = 60


def shown(case: Case, *, actor: Actor, before: int | None = None) -> Sequence[Evidence]:
    """One page of the case's files, newest first, and one more to tell of a next page.

    What was said in mediation is left out for those who decide.
    """
    query = _readable(case, actor).order_by(Evidence.id.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(Evidence.id < before)
    return db.session.scalars(query, reader_values(actor)).all()


def by_id(case: Case, evidence_id: int, *, actor: Actor) -> Evidence | None:
    """This file of this case, if the actor may see it."""
    query = _readable(case, actor).where(Evidence.id == evidence_id)
    return db.session.scalar(query, reader_values(actor))


def is_there_already(item: Evidence) -> bool:
    """Whether the same desk handed the very same file in as the same thing, and left it there."""
    found = select(Evidence.id).where(
        Evidence.case_id == item.case_id,
        Evidence.sha256 == item.sha256,
        Evidence.kind == item.kind,
        Evidence.space == item.space,
        Evidence.by_role == item.by_role,
        Evidence.organisation_id.is_not_distinct_from(item.organisation_id),
        Evidence.withdrawn_at.is_(None),
    )
    return db.session.scalar(found.limit(1)) is not None


def _readable(case: Case, actor: Actor):
    allowed = readable(Evidence, actor.role, spaces_read(actor, case))
    query = select(Evidence).where(Evidence.case_id == case.id, allowed)
    if actor.desk in (Desk.ARBITRATION, Desk.SUPERVISOR):
        query = query.where(Evidence.without_prejudice.is_(False))
    return query
