"""Taking messages out of the outbox, and keeping track of what became of each."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, case, exists, select, update

from mediation.db import db, new_id, rows_changed
from mediation.domain.errors import Refused
from mediation.domain.notices import kinds
from mediation.domain.parcels import bundled, joins_others
from mediation.domain.patience import ENDED, SILENCED, STOPS, check_keeper, patience
from mediation.domain.permissions import Actor
from mediation.domain.quiet import times_of_notices
from mediation.domain.work import WorkKind
from mediation.models.cases import Case, Seat
from mediation.models.notices import Notice, blind_of_address
from mediation.models.work import WorkItem
from mediation.queries.outbox import (
    Taken,
    free,
    free_to,
    others_in,
    silenced_among,
    still_held,
)
from mediation.services.addresses import silence
from mediation.services.work import ask_for

# Written once: each message that leaves needs them.
NOTICES = Notice.__table__
SENT = (
    update(NOTICES)
    .where(
        NOTICES.c.id == bindparam("of"),
        NOTICES.c.claim_id == bindparam("claim"),
        NOTICES.c.sent_at.is_(None),
        NOTICES.c.gave_up_at.is_(None),
    )
    .values(sent_at=bindparam("at"), error=None, facts=bindparam("kept"))
)
# Each row once: of a row that one transaction changes twice PostgreSQL checks the foreign keys
# anew, and would wait for whoever works on the case.
TAKEN = (
    update(NOTICES)
    .where(NOTICES.c.id == bindparam("of"))
    .values(
        claimed_at=bindparam("at"),
        claim_id=bindparam("claim"),
        tries=NOTICES.c.tries + 1,
        parcel_id=bindparam("with"),
    )
)

AT_ONCE = 50
NEWEST = 10
MOST_LIKE = 200
# What opens a door is not kept once it has been handed over.
SECRETS = frozenset({"code", "path"})


class Claim(NamedTuple):
    """Some parcels of messages that one process alone hands over; `stopped` may not go out."""

    id: int
    parcels: list[Sequence[Taken]]
    stopped: set[int]


def claim_notices(*, abandoned: Mapping[int, int], now: datetime) -> Claim:
    """Take some of what waits, and what others have left lying under claims that stand still.

    What goes to one recipient is put together, and stays together however often it is tried.
    """
    firsts = still_held(abandoned) if abandoned else []
    firsts += free(as_of=now, most=AT_ONCE, newest=NEWEST)
    claim_id = new_id()
    again = _put_together_before([notice for notice in firsts if notice.parcel_id is not None])
    fresh = _put_together([notice for notice in firsts if notice.parcel_id is None], now)
    taken = [notice for parcel in (*again, *fresh) for notice in parcel]
    _take((*again, *fresh), claim_id, now)
    return Claim(claim_id, [*again, *fresh], _stopped(taken))


def _put_together_before(firsts: Sequence[Taken]) -> list[Sequence[Taken]]:
    parcels = {first.id: [first] for first in firsts}
    for notice in others_in(parcels) if parcels else []:
        parcels[notice.parcel_id or 0].append(notice)
    return [sorted(parcel, key=lambda notice: notice.id) for parcel in parcels.values()]


def _put_together(firsts: Sequence[Taken], now: datetime) -> list[Sequence[Taken]]:
    found = {notice.id: notice for notice in firsts}
    blinds = {notice.recipient_blind for notice in firsts if joins_others(notice)}
    if blinds:
        like = free_to([blind for blind in blinds if blind], as_of=now, most=MOST_LIKE)
        found |= {notice.id: notice for notice in like}
    return bundled(found.values(), most=times_of_notices().most)


def _take(parcels: Sequence[Sequence[Taken]], claim_id: int, now: datetime) -> None:
    """Whatever is tried keeps its number: what left alone stays alone as well.

    Otherwise a message that had gone out under its number could go out once more in another.
    """
    rows = [
        {"of": notice.id, "with": parcel[0].id, "claim": claim_id, "at": now}
        for parcel in parcels
        for notice in parcel
    ]
    if rows:
        db.session.connection().execute(TAKEN, rows)


def _stopped(taken: Iterable[Taken]) -> set[int]:
    """What would go where nothing may, but for what its reader has just asked for."""
    asked_for = patience().asked_for
    others = {
        notice.id: notice.recipient_blind
        for notice in taken
        if notice.recipient_blind is not None and notice.kind not in asked_for
    }
    silenced = silenced_among(set(others.values()))
    return {notice_id for notice_id, blind in others.items() if blind in silenced}


def release_notices(claim: Claim, left: Iterable[Sequence[Taken]]) -> None:
    """Give back what was claimed and not tried, for anybody to take."""
    ids = [notice.id for parcel in left for notice in parcel]
    db.session.execute(
        update(Notice)
        .where(Notice.id.in_(ids), Notice.claim_id == claim.id)
        .values(
            claimed_at=None,
            claim_id=None,
            tries=Notice.tries - 1,
            parcel_id=case((Notice.tries > 1, Notice.parcel_id)),
        )
    )


def mark_sent(notice: Taken, *, claim_id: int, now: datetime) -> bool:
    """Note that a message was handed over; False where another has taken it over meanwhile.

    What only its reader should know is forgotten.
    """
    row = {"of": notice.id, "claim": claim_id, "at": now, "kept": _without_secrets(notice)}
    return bool(db.session.connection().execute(SENT, row).rowcount)


def _without_secrets(notice: Taken) -> bytes | None:
    facts = json.loads(Notice.facts.open(notice.id, notice.facts) or "{}")
    if not SECRETS & facts.keys():
        return notice.facts
    kept = {name: fact for name, fact in facts.items() if name not in SECRETS}
    return Notice.facts.seal(notice.id, json.dumps(kept, ensure_ascii=False))


def put_off(parcel: Sequence[Taken], error: str, *, claim_id: int, now: datetime) -> None:
    """Try a parcel again after a while; after the last try a person is asked instead."""
    first = parcel[0]
    tries = first.tries + 1
    given_up = tries >= patience().most_tries(first.channel)
    due_at = now + patience().wait_after(tries, of=first.id)
    for notice in parcel:
        if given_up:
            give_up(notice, error, claim_id=claim_id, now=now)
        else:
            free_again = {"claimed_at": None, "claim_id": None}
            _note(notice, claim_id, due_at=due_at, error=error, **free_again)


def hold_back(parcel: Sequence[Taken], until: datetime, *, claim_id: int) -> None:
    """Let a parcel wait until it may leave; that was no try."""
    free_again = {"claimed_at": None, "claim_id": None}
    for notice in parcel:
        _note(notice, claim_id, due_at=until, tries=notice.tries, **free_again)


def give_up(notice: Taken, error: str, *, claim_id: int, now: datetime) -> bool:
    """Say that a message never leaves, and ask a person to see to it.

    Nothing more goes to an address of which its channel says that it is none. What somebody asked
    for just now, they ask for again, or not at all.
    """
    if not _note(notice, claim_id, gave_up_at=now, error=error):
        return False
    if error in STOPS and notice.recipient_blind is not None:
        silence(notice.recipient_blind, STOPS[error], now=now)
    if _needs_a_person(notice, error):
        ask_for_delivery(notice.id, case_id=notice.case_id, error=error, now=now)
    return True


def _needs_a_person(notice: Taken, error: str) -> bool:
    """Whether somebody has to see to it: not where its reader wants none and the law is silent."""
    kind = kinds().get(notice.kind)
    if error == SILENCED and kind is not None and not kind.required:
        return False
    return notice.kind not in patience().asked_for


def ask_for_delivery(notice_id: int, *, case_id: int | None, error: str, now: datetime) -> None:
    """Put a message that did not leave on the work list of the body, or of the admins."""
    body_id = db.session.scalar(select(Case.body_id).where(Case.id == case_id)) if case_id else None
    ask_for(
        WorkKind.UNDELIVERABLE,
        key=f"notice/{notice_id}",
        body_id=body_id,
        case_id=case_id,
        notice_id=notice_id,
        detail=error,
        now=now,
    )


def leave_unsent(address: str, organisation_id: int, *, now: datetime) -> None:
    """Send somebody nothing of what still waits about the cases of a house that they have left."""
    of_that_house = exists().where(
        Seat.case_id == Notice.case_id, Seat.holder_id == organisation_id
    )
    waiting = (
        update(Notice)
        .where(
            Notice.recipient_blind == blind_of_address(address),
            Notice.sent_at.is_(None),
            Notice.gave_up_at.is_(None),
        )
        .execution_options(synchronize_session=False)
    )
    db.session.execute(waiting.where(of_that_house).values(gave_up_at=now, error=ENDED))
    # A parcel is taken by its first message: were that gone, the others would wait for ever.
    db.session.execute(waiting.where(Notice.parcel_id.is_not(None)).values(parcel_id=None))


def retry_notice(notice_id: int, *, actor: Actor, now: datetime) -> None:
    """Try a message anew that was given up; what was asked of a person about it is done."""
    check_keeper(actor)
    again = (
        update(Notice)
        .where(
            Notice.id == notice_id,
            Notice.gave_up_at.is_not(None),
            Notice.error.is_distinct_from(ENDED),
        )
        .values(
            parcel_id=None,
            gave_up_at=None,
            error=None,
            tries=0,
            due_at=now,
            claimed_at=None,
            claim_id=None,
        )
    )
    if not rows_changed(again):
        raise Refused("notice_not_given_up")
    db.session.execute(
        update(WorkItem)
        .where(WorkItem.key == f"notice/{notice_id}", WorkItem.done_at.is_(None))
        .values(done_at=now, done_by_id=actor.account_id)
    )


def _note(notice: Taken, mine: int, /, **values: Any) -> bool:
    """Write what became of a message, if it is still under this claim."""
    columns: dict[str, Any] = values
    still: ColumnElement[bool] = (
        (Notice.id == notice.id)
        & (Notice.claim_id == mine)
        & Notice.sent_at.is_(None)
        & Notice.gave_up_at.is_(None)
    )
    return bool(rows_changed(update(Notice).where(still).values(**columns)))
