"""The files of a case as an actor may see them."""

from collections.abc import Sequence

from sqlalchemy import select

from mediation.db import db
from mediation.domain.evidence import EvidenceKind
from mediation.domain.permissions import Actor
from mediation.domain.roles import Desk, Role
from mediation.domain.spaces import Space, spaces_read
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


def is_there(case: Case, sha256: bytes, *, kind: EvidenceKind, space: Space, by_role: Role) -> bool:
    """Whether the very same file was handed in as the same thing and not taken back."""
    found = select(Evidence.id).where(
        Evidence.case_id == case.id,
        Evidence.sha256 == sha256,
        Evidence.kind == kind,
        Evidence.space == space,
        Evidence.by_role == by_role,
        Evidence.withdrawn_at.is_(None),
    )
    return db.session.scalar(found.limit(1)) is not None


def _readable(case: Case, actor: Actor):
    allowed = readable(Evidence, actor.role, spaces_read(actor, case))
    query = select(Evidence).where(Evidence.case_id == case.id, allowed)
    if actor.desk in (Desk.ARBITRATION, Desk.SUPERVISOR):
        query = query.where(Evidence.without_prejudice.is_(False))
    return query
