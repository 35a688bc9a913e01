"""Proof of contact: a one-time code that only the owner of a number or address can know."""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from mediation.db import db
from mediation.domain.accounts import CODE_LASTS, CODE_TRIES, Throttle, make_digits, read_digits
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.intake import Step, answer, reached_at
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.keyring import blind
from mediation.models.accounts import Pass, PassKind
from mediation.models.intake import Draft
from mediation.queries.intake import blind_of_contact, content_of
from mediation.queries.notices import Recipient, reached_by
from mediation.services.notices import tell_people
from mediation.services.throttle import check_throttle, count_failure


def send_code(draft: Draft, *, origin: str = "", now: datetime) -> None:
    """Send a fresh code of six figures to the contact of the draft; older codes are void.

    Counted by recipient and by `origin` (a network address): nobody's telephone is to be
    flooded by us. Raises Throttled, or Refused (`contact_missing`).
    """
    kind = PassKind.CONTACT_CODE
    to = reached_by(draft.id, answer(content_of(draft), Step.CONTACT), locale=draft.locale)
    issue_code(kind, draft.id, to, lasts=CODE_LASTS, origin=origin, now=now)


def issue_code(
    kind: PassKind,
    subject_id: int,
    to: Recipient,
    *,
    lasts: timedelta,
    origin: str = "",
    case_id: int | None = None,
    now: datetime,
    **facts: Any,
) -> None:
    """Send a fresh code about one subject to one contact; the notice is named as its kind.

    Raises Throttled, or Refused (`contact_missing`).
    """
    if not to.address:
        raise Refused("contact_missing")
    _count_message(to.address, origin, now=now)

    kept, code = _make(kind, subject_id, to, now=now, expires_at=now + lasts)
    key = f"{kind}/{kept.id}"
    tell_people([to], kind.value, key=key, now=now, case_id=case_id, code=code, **facts)


def _make(
    kind: PassKind, subject_id: int, to: Recipient, *, now: datetime, expires_at: datetime
) -> tuple[Pass, str]:
    """A pass and its code; the codes before it are void."""
    for earlier in _running(kind, subject_id, now):
        earlier.expires_at = now
    code = make_digits()
    kept = Pass(
        kind=kind,
        token_hash=b"",
        subject_id=subject_id,
        content=json.dumps([to.channel, to.address]),
        created_at=now,
        expires_at=expires_at,
    )
    kept.token_hash = _fingerprint(kept, code)
    db.session.add(kept)
    return kept, code


def _count_message(address: str, origin: str, *, now: datetime) -> None:
    check_throttle(Throttle.MAIL_TO, address, now=now)
    if origin:
        check_throttle(Throttle.MAIL_FROM, origin, now=now)
        count_failure(Throttle.MAIL_FROM, origin, now=now)
    count_failure(Throttle.MAIL_TO, address, now=now)


def is_code_sent(draft: Draft, *, now: datetime) -> bool:
    """Whether a code that still works is under way."""
    return is_code_running(PassKind.CONTACT_CODE, draft.id, now=now)


def is_code_running(kind: PassKind, subject_id: int, *, now: datetime) -> bool:
    """Whether a code about this subject can still be typed in."""
    return bool(_running(kind, subject_id, now))


def prove_contact(draft: Draft, *, code: str, now: datetime) -> bool:
    """Whether this is the code; if so the contact is proven, if not the try is counted.

    The try must be kept, so a wrong code is an answer and not a refusal that undoes it.
    Raises Refused (`code_expired`, `code_used_up`).
    """
    address = reached_at(answer(content_of(draft), Step.CONTACT))
    if not try_code(PassKind.CONTACT_CODE, draft.id, code, *address, now=now):
        return False
    _mark_proven(draft, now)
    return True


def try_code(
    kind: PassKind, subject_id: int, code: str, channel: str, address: str, *, now: datetime
) -> bool:
    """Whether this is the code that was sent there; used up if it is, counted if it is not.

    Raises Refused (`code_expired`, `code_used_up`).
    """
    running = _running(kind, subject_id, now)
    if not running or json.loads(running[0].content or "[]") != [channel, address]:
        raise Refused("code_expired")
    kept = running[0]
    if kept.tries >= CODE_TRIES:
        raise Refused("code_used_up")
    kept.tries += 1
    if not secrets.compare_digest(kept.token_hash, _fingerprint(kept, read_digits(code))):
        return False
    kept.used_at, kept.expires_at = now, now
    return True


def vouch_for_contact(draft: Draft, *, actor: Actor, now: datetime) -> None:
    """An officer who has the person on the line or at the desk confirms who they are."""
    if actor.role is not Role.OFFICER or draft.entered_by_id != actor.account_id:
        raise NotPermitted("not_permitted", action="vouch_for_contact")
    _mark_proven(draft, now)


def _mark_proven(draft: Draft, now: datetime) -> None:
    """Note that the contact answered, and which of all the addresses it was."""
    draft.proven_at = now
    draft.proven_blind = blind_of_contact(answer(content_of(draft), Step.CONTACT))


def _running(kind: PassKind, subject_id: int, now: datetime) -> list[Pass]:
    return list(
        db.session.scalars(
            select(Pass)
            .where(
                Pass.subject_id == subject_id,
                Pass.kind == kind,
                Pass.expires_at > now,
            )
            .order_by(Pass.id.desc())
        )
    )


def _fingerprint(kept: Pass, code: str) -> bytes:
    return blind("contact_code", f"{kept.id}:{code}")
