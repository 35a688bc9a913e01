"""Evidence: submit, disclose, withdraw."""

from datetime import date, datetime

from mediation.db import db
from mediation.domain.consents import check_papers, check_shared
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.events import Event
from mediation.domain.evidence import EvidenceKind
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.roles import LENDERS
from mediation.domain.spaces import SIDE_OF, Side, Space, check_written, company_of, may_disclose
from mediation.gateways.files import Stored
from mediation.models.cases import Case
from mediation.models.evidence import Evidence
from mediation.queries import evidence
from mediation.queries.admission import consents
from mediation.services.lifecycle import move


def submit_evidence(
    case: Case,
    *,
    stored: Stored,
    name: str,
    kind: EvidenceKind,
    space: Space,
    description: str | None = None,
    speaks_of_on: date | None = None,
    without_prejudice: bool = False,
    actor: Actor,
    now: datetime,
) -> Evidence:
    """Register a file whose bytes are already kept; the chain holds its SHA-256."""
    permit(actor, Action.SUBMIT_EVIDENCE, case)
    _check_space(case, kind, space, actor)

    item = Evidence(
        case_id=case.id,
        kind=kind,
        space=space,
        organisation_id=company_of(actor, case, space),
        name=name,
        description=description or None,
        speaks_of_on=speaks_of_on,
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        by_id=actor.account_id,
        by_role=actor.role,
        without_prejudice=without_prejudice,
        received_at=now,
    )
    if evidence.is_there_already(item):
        raise Refused("evidence_there_already")

    facts = {"evidence": item.id, "kind": kind, "sha256": stored.sha256.hex(), "size": stored.size}
    move(case, Event.EVIDENCE_SUBMITTED, actor=actor, now=now, space=space, **facts)
    db.session.add(item)
    return item


def _check_space(case: Case, kind: EvidenceKind, space: Space, actor: Actor) -> None:
    """A file lies in a space that its giver may fill, and that the consents leave open."""
    check_written(actor, case, space)
    if space is Space.PERSONAL:
        raise NotPermitted("space_not_yours", space=space)
    side, agreed = SIDE_OF.get(actor.role), consents(case)
    check_shared(side, space, agreed)
    if side is Side.COMPLAINANT:
        check_papers([kind], agreed)


def disclose_evidence(case: Case, item: Evidence, *, actor: Actor, now: datetime) -> None:
    """Open an item to both sides; only the side whose space it lies in may."""
    permit(actor, Action.DISCLOSE_EVIDENCE, case)
    if not owns(item, actor) or not may_disclose(actor.role, item.space):
        raise NotPermitted("space_not_yours", space=item.space)
    if item.withdrawn_at is not None:
        raise Refused("evidence_withdrawn_already")
    check_shared(SIDE_OF.get(actor.role), Space.JOINT, consents(case))

    move(case, Event.EVIDENCE_DISCLOSED, actor=actor, now=now, evidence=item.id, was=item.space)
    item.space, item.disclosed_at = Space.JOINT, now


def withdraw_evidence(case: Case, item: Evidence, *, actor: Actor, now: datetime) -> None:
    """Take an item back: it can no longer be opened, but that it was there remains."""
    permit(actor, Action.WITHDRAW_EVIDENCE, case)
    if not owns(item, actor) or SIDE_OF.get(item.by_role) is not SIDE_OF.get(actor.role):
        raise NotPermitted("evidence_not_yours")
    if item.withdrawn_at is not None:
        raise Refused("evidence_withdrawn_already")

    move(
        case,
        Event.EVIDENCE_WITHDRAWN,
        actor=actor,
        now=now,
        space=item.space,
        company_id=item.organisation_id,
        evidence=item.id,
        sha256=item.sha256.hex(),
    )
    item.withdrawn_at = now


def owns(item: Evidence, actor: Actor) -> bool:
    """Whether an item is this actor's company's own; who is of no company shares their side's."""
    return actor.role not in LENDERS or item.organisation_id == actor.organisation_id
