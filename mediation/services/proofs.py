"""Proof of contact: a one-time code that only the owner of a number or address can know."""

import json
import secrets
from datetime import datetime

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
from mediation.queries.intake import content_of
from mediation.services.notices import tell
from mediation.services.throttle import check_throttle, count_failure


def send_code(draft: Draft, *, origin: str = "", now: datetime) -> None:
    """Send a fresh code of six figures to the contact of the draft; older codes are void.

    Counted by recipient and by `origin` (a network address): nobody's telephone is to be
    flooded by us. Raises Throttled, or Refused (`contact_missing`).
    """
    channel, address = reached_at(answer(content_of(draft), Step.CONTACT))
    if not address:
        raise Refused("contact_missing")
    check_throttle(Throttle.MAIL_TO, address, now=now)
    if origin:
        check_throttle(Throttle.MAIL_FROM, origin, now=now)
        count_failure(Throttle.MAIL_FROM, origin, now=now)
    count_failure(Throttle.MAIL_TO, address, now=now)

    for earlier in _running(draft, now):
        earlier.expires_at = now
    code = make_digits()
    kept = Pass(
        kind=PassKind.CONTACT_CODE,
        token_hash=b"",
        subject_id=draft.id,
        content=json.dumps([channel, address]),
        created_at=now,
        expires_at=now + CODE_LASTS,
    )
    kept.token_hash = _fingerprint(kept, code)
    db.session.add(kept)
    tell(
        "contact_code",
        key=f"contact_code:{kept.id}",
        channel=channel,
        recipient=address,
        locale=draft.locale,
        now=now,
        code=code,
    )


def is_code_sent(draft: Draft, *, now: datetime) -> bool:
    """Whether a code that still works is under way."""
    return bool(_running(draft, now))


def prove_contact(draft: Draft, *, code: str, now: datetime) -> bool:
    """Whether this is the code; if so the contact is proven, if not the try is counted.

    The try must be kept, so a wrong code is an answer and not a refusal that undoes it.
    Raises Refused (`code_expired`, `code_used_up`).
    """
    running = _running(draft, now)
    address = list(reached_at(answer(content_of(draft), Step.CONTACT)))
    if not running or json.loads(running[0].content or "[]") != address:
        raise Refused("code_expired")
    kept = running[0]
    if kept.tries >= CODE_TRIES:
        raise Refused("code_used_up")
    kept.tries += 1
    if not secrets.compare_digest(kept.token_hash, _fingerprint(kept, read_digits(code))):
        return False
    kept.used_at, kept.expires_at = now, now
    draft.proven_at = now
    return True


def vouch_for_contact(draft: Draft, *, actor: Actor, now: datetime) -> None:
    """An officer who has the person on the line or at the desk confirms who they are."""
    if actor.role is not Role.OFFICER or draft.entered_by_id != actor.account_id:
        raise NotPermitted("not_permitted", action="vouch_for_contact")
    draft.proven_at = now


def _running(draft: Draft, now: datetime) -> list[Pass]:
    return list(
        db.session.scalars(
            select(Pass)
            .where(
                Pass.subject_id == draft.id,
                Pass.kind == PassKind.CONTACT_CODE,
                Pass.expires_at > now,
            )
            .order_by(Pass.id.desc())
        )
    )


def _fingerprint(kept: Pass, code: str) -> bytes:
    return blind("contact_code", f"{kept.id}:{code}")
