"""Where a message on its way out stands, and how it is named to whoever may not read it."""

from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from mediation.domain.notices import Channel
from mediation.domain.verification import FIRST_LETTERS, LAST_DIGITS


class Dispatch(StrEnum):
    """Where a message on its way out stands."""

    WAITING = "waiting"
    HELD = "held"
    LEAVING = "leaving"
    SENT = "sent"
    GIVEN_UP = "given_up"


def dispatch_of(
    *,
    due_at: datetime,
    claim_id: int | None,
    sent_at: datetime | None,
    gave_up_at: datetime | None,
    now: datetime,
) -> Dispatch:
    """Where a message stands by what is written of it."""
    if sent_at is not None:
        return Dispatch.SENT
    if gave_up_at is not None:
        return Dispatch.GIVEN_UP
    if claim_id is not None:
        return Dispatch.LEAVING
    return Dispatch.HELD if due_at > now else Dispatch.WAITING


def masked(channel: str, recipient: str) -> str:
    """Enough of an address or number to know it again, and too little to write to it."""
    match channel:
        case Channel.SMS:
            return f"…{recipient[-LAST_DIGITS:]}"
        case Channel.WEBHOOK:
            return urlsplit(recipient).hostname or "…"
    local, _, domain = recipient.partition("@")
    return f"{local[: min(FIRST_LETTERS, len(local) // 2)]}…@{domain[:1]}…"
