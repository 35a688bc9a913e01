"""Addresses and numbers to which nothing goes any more: said so, or found out."""

from datetime import datetime

from sqlalchemy import update

from mediation.db import insert_new, new_id, rows_changed
from mediation.domain.errors import Refused
from mediation.domain.notices import Stop
from mediation.models.notices import Silenced


def silence(blind: bytes, reason: Stop, *, by_id: int | None = None, now: datetime) -> None:
    """Note that nothing goes to an address; the first reason stands until somebody lifts it."""
    row = {"id": new_id(), "recipient_blind": blind, "reason": reason, "at": now, "by_id": by_id}
    insert_new(Silenced, [row])


def end_silence(blind: bytes, *, now: datetime) -> None:
    """End what stands against an address, whoever said it."""
    ended = (
        update(Silenced)
        .where(Silenced.recipient_blind == blind, Silenced.ended_at.is_(None))
        .values(ended_at=now)
    )
    if not rows_changed(ended):
        raise Refused("address_not_silenced")
