"""Drafts, filings, what was filed already, and the bodies that take complaints."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import selectinload

from mediation.db import db
from mediation.domain.accounts import same_address
from mediation.domain.intake import reached_at, rules_of_filing
from mediation.domain.permissions import Actor
from mediation.domain.roles import OrganisationKind
from mediation.keyring import blind
from mediation.models.accounts import Pass, PassKind
from mediation.models.cases import Case
from mediation.models.intake import Draft, DraftFile, Filing
from mediation.models.organisations import Organisation
from mediation.queries.notices import MAIL


def content_of(draft: Draft) -> dict[str, Any]:
    """All that was said so far."""
    content: dict[str, Any] = json.loads(draft.content or "{}")
    return content


def blind_of_contact(contact: Mapping[str, Any]) -> bytes | None:
    """The fingerprint of the one address at which this person is reached; None without any."""
    channel, address = reached_at(contact)
    if not address:
        return None
    return blind("email", same_address(address)) if channel == MAIL else blind("phone", address)


def draft_of_token(token_hash: bytes, *, as_of: datetime) -> Draft | None:
    """The draft that this secret opens: its own, or one that was sent as a link."""
    linked = select(Pass.subject_id).where(
        Pass.kind == PassKind.DRAFT_LINK,
        Pass.token_hash == token_hash,
        Pass.expires_at > as_of,
    )
    return db.session.scalar(
        select(Draft).where(
            or_(Draft.token_hash == token_hash, Draft.id == linked.scalar_subquery()),
            Draft.expires_at > as_of,
        )
    )


def draft_again(draft_id: int) -> Draft | None:
    """The draft as it is now, locked for this writing transaction."""
    return db.session.scalar(_draft_again(), {"draft": draft_id})


@cache
def _draft_again() -> Select[Any]:
    return (
        select(Draft)
        .where(Draft.id == bindparam("draft"))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def drafts_of(actor: Actor, *, as_of: datetime) -> list[Draft]:
    """The unfinished complaints of this person, or those that this member of staff writes."""
    if actor.account_id is None:
        return []
    own = Draft.entered_by_id if actor.organisation_id else Draft.account_id
    return list(
        db.session.scalars(
            select(Draft)
            .where(own == actor.account_id, Draft.filing_id.is_(None), Draft.expires_at > as_of)
            .order_by(Draft.saved_at.desc())
            .limit(20)
        )
    )


def files_of(draft: Draft) -> list[DraftFile]:
    """The files handed in so far, oldest first."""
    return list(db.session.scalars(_files_of(), {"draft": draft.id}))


@cache
def _files_of() -> Select[Any]:
    # Made once: putting a statement together costs more than running it.
    return select(DraftFile).where(DraftFile.draft_id == bindparam("draft")).order_by(DraftFile.id)


def file_of(draft: Draft, file_id: int) -> DraftFile | None:
    """One file of this very draft."""
    return db.session.scalar(
        select(DraftFile).where(DraftFile.draft_id == draft.id, DraftFile.id == file_id)
    )


def is_filed(once: bytes) -> bool:
    """Whether this page has filed already."""
    return db.session.scalar(_filing_with(), {"once": once}) is not None


@cache
def _filing_with() -> Select[Any]:
    filings = Filing.__table__.c
    return select(filings.id).where(filings.once == bindparam("once"))


def cases_of(filing_id: int) -> list[Case]:
    """The sibling cases of one filing, in the order in which they were made."""
    return list(
        db.session.scalars(
            select(Case)
            .where(Case.filing_id == filing_id)
            .order_by(Case.id)
            .options(selectinload(Case.seats))
        )
    )


def body_for_filing() -> int | None:
    """The mediation body that takes new complaints: of those not suspended the first."""
    return db.session.scalar(_body_for_filing())


@cache
def _body_for_filing() -> Select[Any]:
    bodies = Organisation.__table__.c
    return (
        select(bodies.id)
        .where(bodies.kind == OrganisationKind.MEDIATION_BODY, bodies.suspended_at.is_(None))
        .order_by(bodies.id)
        .limit(1)
    )


def to_remind(*, as_of: datetime) -> Select[Draft]:
    """Drafts of proven contacts or accounts that lie still, or whose time will soon be over."""
    rules = rules_of_filing()
    silent = and_(
        Draft.saved_at <= as_of - rules.remind_after,
        or_(Draft.reminded_at.is_(None), Draft.reminded_at < Draft.saved_at),
    )
    # Whoever was reminded within this length was reminded of the end already.
    ending = and_(
        Draft.expires_at <= as_of + rules.remind_again_before,
        or_(Draft.reminded_at.is_(None), Draft.reminded_at <= as_of - rules.remind_again_before),
    )
    return select(Draft).where(
        Draft.filing_id.is_(None),
        Draft.entered_by_id.is_(None),
        # The address of an account was proven when it was opened.
        or_(Draft.proven_at.is_not(None), Draft.account_id.is_not(None)),
        Draft.expires_at > as_of,
        or_(silent, ending),
    )


def expired(*, as_of: datetime) -> Select[Draft]:
    """Drafts whose time is over: never filed, or filed and their receipt no longer shown."""
    return select(Draft).where(Draft.expires_at <= as_of)
