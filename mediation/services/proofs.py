"""Proof of contact: a one-time code that only the owner of a number or address can know."""

import json
import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select

from mediation.db import db
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.intake import Step, answer, reached_at, rules_of_filing
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.keyring import blind
from mediation.models.accounts import Failure, Pass, PassKind
from mediation.models.intake import Draft
from mediation.queries.intake import content_of
from mediation.services.notices import tell

HOUR = timedelta(hours=1)


def send_code(draft: Draft, *, now: datetime) -> None:
    """Send a fresh code of six figures to the contact of the draft; older codes are void."""
    rules = rules_of_filing()
    channel, address = reached_at(answer(content_of(draft), Step.CONTACT))
    if not address:
        raise Refused("contact_missing")
    sent = blind("code_sent", address)
    if _count(sent, since=now - HOUR) >= rules.codes_in_an_hour:
        raise Refused("too_many_codes")

    for earlier in _running(draft, now):
        earlier.expires_at = now
    code = f"{secrets.randbelow(1_000_000):06}"
    kept = Pass(
        kind=PassKind.CONTACT_CODE,
        token_hash=b"",
        subject_id=draft.id,
        content=json.dumps([channel, address]),
        created_at=now,
        expires_at=now + rules.code_lives,
    )
    kept.token_hash = _fingerprint(kept, code)
    # The throttle counts here what was sent: nobody's telephone is to be flooded by us.
    db.session.add_all([kept, Failure(key=sent, at=now)])
    tell(
        "contact_code",
        key=f"contact_code:{kept.id}",
        channel=channel,
        recipient=address,
        locale=draft.locale,
        now=now,
        code=code,
    )


def prove_contact(draft: Draft, *, code: str, now: datetime) -> bool:
    """Whether this is the code; if so the contact is proven, if not the try is counted.

    The try must be kept, so a wrong code is an answer and not a refusal that undoes it.
    """
    running = _running(draft, now)
    if not running:
        raise Refused("code_expired")
    kept = running[0]
    if kept.tries >= rules_of_filing().code_tries:
        raise Refused("code_used_up")
    address = list(reached_at(answer(content_of(draft), Step.CONTACT)))
    if json.loads(kept.content or "[]") != address:
        raise Refused("code_expired")
    kept.tries += 1
    if not secrets.compare_digest(kept.token_hash, _fingerprint(kept, code)):
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


def _count(key: bytes, *, since: datetime) -> int:
    return (
        db.session.scalar(
            select(func.count()).select_from(Failure).where(Failure.key == key, Failure.at > since)
        )
        or 0
    )
