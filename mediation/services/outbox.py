"""Taking messages out of the outbox, and keeping track of what became of each."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import update

from mediation.db import db, new_id, rows_changed
from mediation.models.notices import Notice
from mediation.queries.outbox import Taken, free, still_held

AT_ONCE = 50
NEWEST = 10
# What opens a door is not kept once it has been handed over.
SECRETS = frozenset({"code", "path"})


class Claim(NamedTuple):
    """Some messages that one process alone hands over."""

    id: int
    taken: list[Taken]


def claim_notices(*, abandoned: Mapping[int, int], now: datetime) -> Claim:
    """Take some of what waits, and what others have left lying under claims that stand still."""
    taken = still_held(abandoned) if abandoned else []
    taken += free(as_of=now, most=AT_ONCE, newest=NEWEST)
    claim = Claim(new_id(), taken)
    db.session.execute(
        update(Notice)
        .where(Notice.id.in_([notice.id for notice in taken]))
        .values(claimed_at=now, claim_id=claim.id, tries=Notice.tries + 1)
    )
    return claim


def release_notices(claim: Claim, left: Iterable[Taken]) -> None:
    """Give back what was claimed and not tried, for anybody to take."""
    db.session.execute(
        update(Notice)
        .where(Notice.id.in_([notice.id for notice in left]), Notice.claim_id == claim.id)
        .values(claimed_at=None, claim_id=None, tries=Notice.tries - 1)
    )


def mark_sent(notice: Taken, *, claim_id: int, now: datetime) -> bool:
    """Note that a message was handed over; False where another has taken it over meanwhile.

    What only its reader should know is forgotten.
    """
    facts = json.loads(Notice.facts.open(notice.id, notice.facts) or "{}")
    kept = {name: fact for name, fact in facts.items() if name not in SECRETS}
    sealed = Notice.facts.seal(notice.id, json.dumps(kept, ensure_ascii=False))
    return bool(
        rows_changed(
            update(Notice)
            .where(Notice.id == notice.id, Notice.claim_id == claim_id, Notice.sent_at.is_(None))
            .values(sent_at=now, error=None, _facts=sealed)
        )
    )
