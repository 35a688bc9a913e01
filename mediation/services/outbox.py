"""Taking messages out of the outbox, and keeping track of what became of each."""

import json
from datetime import datetime, timedelta

from sqlalchemy import update

from mediation.db import db
from mediation.models.notices import Notice
from mediation.queries.notices import waiting

# Whoever claimed a notice and has not sent it after this time is taken to be dead.
LEASE = timedelta(minutes=5)
AT_ONCE = 50
# What opens a door is not kept once it has been handed over.
SECRETS = frozenset({"code", "path"})


def claim_notices(*, now: datetime) -> list[Notice]:
    """Take some of what waits; nobody else hands these over for a while."""
    taken = waiting(as_of=now, abandoned=now - LEASE, most=AT_ONCE)
    for notice in taken:
        notice.claimed_at = now
    return taken


def mark_sent(notice: Notice, *, now: datetime) -> None:
    """Note that a message was handed over; what only its reader should know is forgotten."""
    facts = json.loads(notice.facts or "{}")
    kept = {name: fact for name, fact in facts.items() if name not in SECRETS}
    sealed = Notice.facts.seal(notice.id, json.dumps(kept, ensure_ascii=False))
    db.session.execute(
        update(Notice)
        .where(Notice.id == notice.id, Notice.sent_at.is_(None))
        .values(sent_at=now, _facts=sealed)
    )
