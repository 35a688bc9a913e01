"""Drafts: begin, keep every step, attach files, send the way back, remind, let expire."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from mediation.db import db
from mediation.domain.accounts import make_token, token_hash
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.evidence import EvidenceKind
from mediation.domain.intake import (
    Content,
    Step,
    answer,
    check_room,
    lane_of,
    rules_of_filing,
    with_answer,
    with_typed,
)
from mediation.domain.lanes import Lane
from mediation.domain.permissions import Actor
from mediation.domain.questions import names_of
from mediation.domain.roles import Role
from mediation.gateways.files import Stored
from mediation.models.accounts import Account, Pass, PassKind
from mediation.models.intake import Draft, DraftFile
from mediation.queries.intake import blind_of_contact, content_of, file_of, files_of
from mediation.queries.notices import MAIL, Recipient, reached_by
from mediation.services.notices import tell_people

WHO_FILES = frozenset({Role.NOBODY, Role.COMPLAINANT, Role.OFFICER})


def start_draft(*, lane: Lane, locale: str, actor: Actor, now: datetime) -> tuple[Draft, str]:
    """Begin a complaint; the secret that opens it again is known to the caller alone."""
    if actor.role not in WHO_FILES:
        raise NotPermitted("not_permitted", action="file_complaint")
    by_staff = actor.role is Role.OFFICER
    token = make_token()
    draft = Draft(
        token_hash=token_hash(token),
        account_id=None if by_staff else actor.account_id,
        entered_by_id=actor.account_id if by_staff else None,
        body_id=actor.organisation_id if by_staff else None,
        locale=locale,
        step=Step.LANE,
        content=json.dumps({"by_staff": True} if by_staff else {}),
        started_at=now,
        saved_at=now,
        expires_at=now + rules_of_filing().expires_after,
    )
    db.session.add(draft)
    choose_lane(draft, lane=lane, now=now)
    return draft, token


def choose_lane(draft: Draft, *, lane: Lane, now: datetime) -> None:
    """Say what the complaint is mainly about; what another lane asked is set aside."""
    content = content_of(draft)
    if content.get("lane") not in (None, lane):
        content = with_answer(content, Step.DETAILS, {})
        loans = [{**loan, "details": {}} for loan in answer(content, Step.LOANS) or []]
        content = with_answer(content, Step.LOANS, loans)
    _keep(draft, {**content, "lane": lane}, Step.LANE, now)


def save_step(draft: Draft, step: Step, *, answers: Any, now: datetime) -> None:
    """Keep what was answered at a step."""
    content = with_answer(content_of(draft), step, answers)
    if step is Step.CONTACT:
        _forget_proof(draft, answers)
    _keep(draft, content, step, now)


def save_details(draft: Draft, key: int, *, answers: dict[str, Any], now: datetime) -> None:
    """Keep what the lane asked: some of it of this loan alone, the rest once for all loans."""
    content = content_of(draft)
    lane = lane_of(content) or Lane.FEES
    own = {name: answers[name] for name in answers if name in names_of(lane, each=True)}
    loans = [
        {**loan, "details": own} if loan["key"] == key else loan
        for loan in answer(content, Step.LOANS) or []
    ]
    content = with_answer(content, Step.LOANS, loans)
    shared = {name: answers[name] for name in answers if name in names_of(lane, each=False)}
    kept = {**answer(content, Step.DETAILS), **shared}
    page = f"{Step.DETAILS}.{key}"
    _keep(draft, with_answer(content, Step.DETAILS, kept, page=page), Step.DETAILS, now)


def keep_typed(
    draft: Draft, step: Step, *, typed: list[tuple[str, str]], page: str = "", now: datetime
) -> None:
    """Keep what cannot be accepted yet, exactly as it was typed; what stood before stays."""
    _keep(draft, with_typed(content_of(draft), page or step, typed), step, now)


def mark_view_seen(draft: Draft, *, view: str, now: datetime) -> None:
    """Note which picture of the complaint its writer looked at: the one the lender will see."""
    _keep(draft, {**content_of(draft), "seen": view}, Step.VIEW, now)


def _keep(draft: Draft, content: Content, step: Step, now: datetime) -> None:
    if draft.filing_id is not None:
        raise Refused("draft_is_filed")
    draft.content = json.dumps(content, ensure_ascii=False)
    draft.step = step
    draft.saved_at = now
    draft.expires_at = now + rules_of_filing().expires_after


def _forget_proof(draft: Draft, contact: dict[str, Any]) -> None:
    """Another contact has proved nothing yet."""
    if draft.proven_blind != blind_of_contact(contact):
        draft.proven_at = draft.proven_blind = None


def attach_file(
    draft: Draft,
    *,
    stored: Stored,
    name: str,
    kind: EvidenceKind,
    kept_back: bool,
    now: datetime,
) -> DraftFile:
    """Hand in a file with the complaint; its bytes are kept already."""
    check_room("files", files_of(draft))
    row = DraftFile(
        draft_id=draft.id,
        kind=kind,
        name=name[-200:],
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        kept_back=kept_back,
        received_at=now,
    )
    _keep(draft, content_of(draft), Step.FILES, now)
    db.session.add(row)
    return row


def remove_file(draft: Draft, *, file_id: int, now: datetime) -> None:
    """Take a file out of the draft again; doing it twice changes nothing."""
    row = file_of(draft, file_id)
    _keep(draft, content_of(draft), Step.FILES, now)
    if row is not None:
        db.session.delete(row)


def link_to_draft(draft: Draft, *, now: datetime) -> str:
    """A further secret that opens the draft on another device, as long as it is kept."""
    token = make_token()
    db.session.add(
        Pass(
            kind=PassKind.DRAFT_LINK,
            token_hash=token_hash(token),
            subject_id=draft.id,
            created_at=now,
            expires_at=draft.expires_at,
        )
    )
    return token


def send_link(draft: Draft, *, now: datetime) -> None:
    """Send the way back to the contact that was proven."""
    if draft.proven_at is None:
        raise Refused("contact_not_proven")
    _send_link(draft, "draft_link", now)


def adopt_draft(draft: Draft, *, actor: Actor) -> None:
    """Put a draft begun without signing in among those of the account."""
    free = draft.account_id is None and draft.entered_by_id is None and draft.filing_id is None
    if free and actor.role is Role.COMPLAINANT:
        draft.account_id = actor.account_id


def remind_draft(draft: Draft, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001 (as every verb)
    """Remind whoever began a complaint that it waits, where they are surely reached."""
    _send_link(draft, "draft_reminder", now)
    draft.reminded_at = now


def _send_link(draft: Draft, kind: str, now: datetime) -> None:
    reached = _proven_address(draft)
    if not reached.address:
        return
    token = link_to_draft(draft, now=now)
    tell_people(
        [reached],
        kind,
        key=f"{kind}/{now:%Y%m%d%H%M%S}",
        now=now,
        path=f"/file/resume/{token}",
        expires_at=draft.expires_at,
    )


def _proven_address(draft: Draft) -> Recipient:
    """Where the writer of a draft is surely reached: the proven contact, else their account.

    The address is empty where the account is suspended: nobody is to come back by it.
    """
    if draft.proven_at is None and draft.account_id is not None:
        account = db.session.get_one(Account, draft.account_id)
        address = "" if account.suspended_at else account.email or ""
        return Recipient(draft.id, MAIL, address, draft.locale)
    return reached_by(draft.id, answer(content_of(draft), Step.CONTACT), locale=draft.locale)


def delete_draft(draft: Draft, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001 (as every verb)
    """Let go of a draft with all that was written in it."""
    db.session.execute(delete(DraftFile).where(DraftFile.draft_id == draft.id))
    db.session.execute(delete(Pass).where(Pass.subject_id == draft.id))
    db.session.delete(draft)
