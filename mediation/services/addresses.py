"""Addresses and numbers to which nothing goes any more: said so, or found out."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from mediation.db import db, new_id, rows_changed
from mediation.domain.errors import Refused
from mediation.domain.notices import Stop
from mediation.domain.patience import check_keeper
from mediation.domain.permissions import Actor
from mediation.models.notices import Silenced

# The two databases agree on ON CONFLICT; SQLAlchemy spells it in each dialect's insert.
INSERTS: dict[str, Any] = {
    name: dialect.insert(Silenced.__table__).on_conflict_do_nothing()
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def silence(blind: bytes, reason: Stop, *, by_id: int | None = None, now: datetime) -> None:
    """Note that nothing goes to an address; the first reason stands until somebody lifts it."""
    row = {"id": new_id(), "recipient_blind": blind, "reason": reason, "at": now, "by_id": by_id}
    db.session.execute(INSERTS[db.session.get_bind().dialect.name], row)


def reopen_address(blind: bytes, *, actor: Actor, now: datetime) -> None:
    """Let messages go to an address again: it was mended, or its owner changed their mind."""
    check_keeper(actor)
    end_silence(blind, now=now)


def end_silence(blind: bytes, *, now: datetime) -> None:
    """End what stands against an address, whoever said it."""
    ended = (
        update(Silenced)
        .where(Silenced.recipient_blind == blind, Silenced.ended_at.is_(None))
        .values(ended_at=now)
    )
    if not rows_changed(ended):
        raise Refused("address_not_silenced")
