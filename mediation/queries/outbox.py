"""What of the outbox is free to be taken, and what somebody has taken."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, select, tuple_

from mediation.db import db
from mediation.domain.parcels import kinds_alone
from mediation.models.notices import Notice, Silenced

# Of so many claims is kept in mind since when they stand; the others wait until these are gone.
MOST_HELD = 1000


class Taken(NamedTuple):
    """A notice as whoever hands it over needs it: read once, and of plain values."""

    id: int
    kind: str
    channel: str
    case_id: int | None
    account_id: int | None
    locale: str
    recipient: bytes
    recipient_blind: bytes | None
    facts: bytes
    written_at: datetime
    parcel_id: int | None
    tries: int


COLUMNS = tuple(Notice.__table__.c[name] for name in Taken._fields)
FIRST = Notice.parcel_id.is_(None) | (Notice.parcel_id == Notice.id)
WAITS = Notice.sent_at.is_(None) & Notice.gave_up_at.is_(None)


def is_anything_free(*, as_of: datetime) -> bool:
    """Whether a message is due that nobody has taken; asked often, and of an index alone."""
    return bool(db.session.scalar(select(Notice.id).where(_free(as_of), FIRST).limit(1)))


def held() -> dict[int, int]:
    """Every message that somebody has taken and not handed over yet, with that claim."""
    query = select(Notice.id, Notice.claim_id).where(WAITS, Notice.claim_id > 0)
    rows = db.session.execute(query.order_by(Notice.claim_id).limit(MOST_HELD))
    return {row.id: row.claim_id for row in rows}


def free(*, as_of: datetime, most: int, newest: int) -> list[Taken]:
    """Messages that are due, locked for this transaction: the oldest, and a few of the newest.

    Behind a flood of others a code that somebody waits for would otherwise come too late. Of
    messages that left together before, and did not arrive, only the first is found.
    """
    ordered = (Notice.due_at.asc(), most - newest), (Notice.due_at.desc(), newest)
    found = {}
    for order, number in ordered:
        query = _taken().where(_free(as_of), FIRST).order_by(order).limit(number)
        found |= {row.id: Taken(*row) for row in db.session.execute(query)}
    return list(found.values())


def free_to(blinds: Collection[bytes], *, as_of: datetime, most: int) -> list[Taken]:
    """What else is due to these addresses and may leave together with other messages, locked."""
    query = (
        _taken()
        .where(_free(as_of), Notice.parcel_id.is_(None), Notice.recipient_blind.in_(blinds))
        .where(Notice.kind.not_in(kinds_alone()))
    )
    return [Taken(*row) for row in db.session.execute(query.limit(most))]


def still_held(claims: Mapping[int, int]) -> list[Taken]:
    """Those of these messages that are still under the same claim, the first of each parcel."""
    same = tuple_(Notice.id, Notice.claim_id).in_(list(claims.items()))
    return [Taken(*row) for row in db.session.execute(_taken().where(WAITS, same, FIRST))]


def others_in(parcels: Collection[int]) -> list[Taken]:
    """What belongs to parcels of which the first message is locked already."""
    rest = Notice.parcel_id.in_(parcels) & (Notice.parcel_id != Notice.id)
    return [Taken(*row) for row in db.session.execute(select(*COLUMNS).where(WAITS, rest))]


def _free(as_of: datetime) -> ColumnElement[bool]:
    return WAITS & Notice.claim_id.is_(None) & (Notice.due_at <= as_of)


def _taken() -> Select:
    return select(*COLUMNS).with_for_update(skip_locked=True)


def silenced_among(blinds: Collection[bytes]) -> set[bytes]:
    """Those of these addresses and numbers to which nothing may go."""
    if not blinds:
        return set()
    stopped = select(Silenced.recipient_blind)
    return set(
        db.session.scalars(
            stopped.where(Silenced.ended_at.is_(None), Silenced.recipient_blind.in_(blinds))
        )
    )
