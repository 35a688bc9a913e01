"""One-time links: made, looked at without being used up, used once."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete

from mediation.db import db, rows_changed
from mediation.domain.accounts import make_token, token_hash
from mediation.domain.errors import Refused
from mediation.models.accounts import Pass, PassKind
from mediation.queries.accounts import standing_pass

# Nobody asks for a link that ran out long ago.
KEPT = timedelta(days=7)


class Used(NamedTuple):
    """What a one-time link was for."""

    account_id: int | None
    subject_id: int | None
    content: str | None


def issue_pass(
    kind: PassKind,
    *,
    account_id: int | None = None,
    subject_id: int | None = None,
    content: str | None = None,
    lasts: timedelta,
    now: datetime,
) -> str:
    """Make a one-time link and end the older ones for the same; the token, which is not kept."""
    if account_id is not None:
        db.session.execute(
            delete(Pass).where(
                Pass.kind == kind, Pass.account_id == account_id, Pass.subject_id == subject_id
            )
        )
    token = make_token()
    db.session.add(
        Pass(
            kind=kind,
            token_hash=token_hash(token),
            account_id=account_id,
            subject_id=subject_id,
            content=content,
            created_at=now,
            expires_at=now + lasts,
        )
    )
    return token


def use_pass(kind: PassKind, token: str, *, now: datetime) -> Used:
    """Use a link up; of two who try at once one is refused like anybody who comes too late."""
    found = standing_pass(kind, token, as_of=now)
    if found is None:
        raise Refused("link_worn_out")
    used = Used(found.account_id, found.subject_id, found.content)
    if not rows_changed(delete(Pass).where(Pass.id == found.id)):
        raise Refused("link_worn_out")
    return used


def forget_old_passes(*, now: datetime) -> int:
    """Delete links that ran out; how many rows that were."""
    return rows_changed(delete(Pass).where(Pass.expires_at < now - KEPT))
