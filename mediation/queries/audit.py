"""Histories as an auditor sees them: numbers, words, instants and hashes, never a content."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, String, and_, exists, false, or_, select, true, type_coerce
from sqlalchemy.orm import aliased

from mediation.db import db
from mediation.domain.history import Link, first_break
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.models.cases import Case
from mediation.models.history import Facts, History
from mediation.queries.chains import LINKED, link_of

PAGE = 50
LAST = aliased(History)


def _auditable_by(actor: Actor) -> Any:
    """An auditor reads the history of every case; nobody else reads one here."""
    return true() if actor.role is Role.AUDITOR else false()


class Kept(NamedTuple):
    """A case by its number, and what it holds of its chain."""

    case_id: int
    reference: str
    filed_at: datetime
    stirred_at: datetime
    count: int
    head: bytes
    ends_whole: bool  # The last row is the one that the case holds as its head.


def listed(
    *, actor: Actor, reference: str | None = None, before: tuple[datetime, int] | None = None
) -> list[Kept]:
    """One page of cases, newest stirred first, and one more to tell of a next page."""
    beyond = exists().where(History.case_id == Case.id, History.number > Case.chain_count)
    query = (
        select(
            Case.id,
            Case.reference,
            Case.filed_at,
            Case.stirred_at,
            Case.chain_count,
            Case.chain_head,
            LAST.hash,
            beyond.label("beyond"),
        )
        .outerjoin(LAST, and_(LAST.case_id == Case.id, LAST.number == Case.chain_count))
        .where(_auditable_by(actor))
    )
    if reference is not None:
        query = query.where(Case.reference == reference)
    if before is not None:
        moment, last = before
        # The first condition follows from the second; it is the one that an index answers.
        query = query.where(
            Case.stirred_at <= moment, or_(Case.stirred_at < moment, Case.id < last)
        )
    rows = db.session.execute(
        query.order_by(Case.stirred_at.desc(), Case.id.desc()).limit(PAGE + 1)
    )
    return [Kept(*row[:6], row.hash == row.chain_head and not row.beyond) for row in rows]


class Step(NamedTuple):
    """One event as it is in the chain; `role` is None where the facts were erased."""

    number: int
    event: str
    at: datetime
    role: str | None
    account_id: int | None
    space: str
    digest: bytes
    hash: bytes


class Chain(NamedTuple):
    """The whole history of one case, and where its chain is broken (`word:number`), if it is."""

    reference: str
    count: int
    head: bytes
    broken: str | None
    steps: list[Step]


def chain_of(reference: str, *, actor: Actor) -> Chain | None:
    """The chain of this case, walked from its first row to the head that the case holds."""
    rows = db.session.execute(
        select(*LINKED, History.actor_id, type_coerce(History.space, String).label("space"))
        .select_from(Case)
        .outerjoin(History, History.case_id == Case.id)
        .outerjoin(Facts, Facts.id == History.id)
        .where(Case.reference == reference, _auditable_by(actor))
        .order_by(History.number)
    ).all()
    return _chain(rows) if rows else None


def _chain(rows: Sequence[Row]) -> Chain:
    case = rows[0]
    kept = [(row, link_of(row)) for row in rows if row.row_id is not None]
    links = [link for _, link in kept]
    broken = first_break(links, head=case.chain_head, count=case.chain_count)
    steps = [_step(row, link) for row, link in kept]
    return Chain(case.reference, case.chain_count, case.chain_head, broken, steps)


def _step(row: Row, link: Link) -> Step:
    return Step(
        row.number,
        row.event,
        row.at,
        _role_in(link.facts),
        row.actor_id,
        row.space,
        row.digest,
        row.hash,
    )


def _role_in(facts: bytes | None) -> str | None:
    """The one fact that an auditor is told: in which role somebody acted."""
    if not facts:
        return None
    known: dict[str, Any] = json.loads(facts)
    return known.get("role")
