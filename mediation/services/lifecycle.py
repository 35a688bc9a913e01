"""`move`: the only writer of a stage and of the history; everything that follows from an event."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import bindparam, update

from mediation.db import db, insert_rows, new_id
from mediation.domain.clocks import AT_ONCE, Timing
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.history import canonical, digest_of, hash_of
from mediation.domain.lifecycle import Stage, Turn, stage_after, turn_after
from mediation.domain.outcomes import NoSettlement, Outcome, check_outcome
from mediation.domain.permissions import Actor, system
from mediation.domain.roles import DESK_OF, Desk
from mediation.domain.spaces import READS, SIDE_OF, Side, Space, company_of
from mediation.models.cases import Case, Seat
from mediation.models.history import Facts, History
from mediation.services.deadlines import follow

TURN_OF_SIDE = {Side.COMPLAINANT: Turn.COMPLAINANT, Side.LENDER: Turn.LENDER}

# Whose desks must act when it is somebody's turn.
DESKS_OF_TURN = {
    Turn.COMPLAINANT: {Desk.COMPLAINANT},
    Turn.LENDER: {Desk.LENDER},
    Turn.BOTH: {Desk.COMPLAINANT, Desk.LENDER},
    Turn.OFFICER: {Desk.OFFICER},
    Turn.MEDIATOR: {Desk.MEDIATOR},
    Turn.SIGNERS: {Desk.COMPLAINANT, Desk.LENDER, Desk.MEDIATOR},
    Turn.ARBITRATION: {Desk.ARBITRATION},
    Turn.NOBODY: set(),
}
KNOT = (
    update(Case.__table__)
    .where(Case.__table__.c.id == bindparam("of"))
    .values(chain_head=bindparam("head"), chain_count=bindparam("count"))
)
SPACES_OF_DESK = {desk: READS[role] for role, desk in DESK_OF.items()}


def move(
    case: Case,
    event: Event,
    *,
    actor: Actor,
    now: datetime,
    space: Space = Space.JOINT,
    company_id: int | None = None,
    outcome: Outcome | None = None,
    reason: NoSettlement | None = None,
    timing: Timing = AT_ONCE,
    **facts: Any,
) -> History:
    """Take the case where `event` leads, with everything that follows from it.

    `facts` are kept as they are today, sealed beside the chain; `company_id` says in whose private
    room others act than its company (none: the one that answers). Raises Refused (`wrong_stage`,
    `case_is_paused`, `outcome_...`) before anything is changed.
    """
    target = stage_after(case.stage, event, paused=case.paused_since_at is not None)
    _check_end(case, target, outcome, reason)

    before = case.stage
    side = SIDE_OF.get(actor.role)
    case.turn = turn_after(case.turn, before, target, event, TURN_OF_SIDE.get(side))
    if target is not before:
        case.stage_since_at = now
    case.stage = target
    _keep_end(case, target, outcome, reason, now)
    room = company_of(actor, case, space, company_id)
    _stir(case, actor=actor, space=space, room=room, now=now)
    row = _write_history(case, event, actor=actor, now=now, space=space, room=room, facts=facts)
    follow(case, row, moved=target is not before, timing=timing, now=now)
    return row


def record(
    case: Case,
    event: Event,
    *,
    actor: Actor,
    now: datetime,
    space: Space = Space.JOINT,
    company_id: int | None = None,
    timing: Timing = AT_ONCE,
    **facts: Any,
) -> History:
    """Keep an event that nobody needs to be stirred by (a first reading, a code shown)."""
    stage_after(case.stage, event, paused=case.paused_since_at is not None)
    room = company_of(actor, case, space, company_id)
    row = _write_history(case, event, actor=actor, now=now, space=space, room=room, facts=facts)
    follow(case, row, moved=False, timing=timing, now=now)
    return row


def record_all(
    case: Case,
    happened: Sequence[tuple[Event, dict[str, Any]]],
    *,
    actor: Actor,
    now: datetime,
    space: Space = Space.JOINT,
) -> None:
    """Keep several events of one moment, each with its facts; none of them concerns a clock."""
    for event, _ in happened:
        stage_after(case.stage, event, paused=case.paused_since_at is not None)
    room = company_of(actor, case, space)
    links, facts = [], []
    for event, said in happened:
        link, salt, kept = _link(
            case, event, actor=actor, now=now, space=space, room=room, facts=said
        )
        row_id = new_id()
        links.append({"id": row_id, **link})
        facts.append({"id": row_id, "salt": salt, "facts": Facts.facts.seal(row_id, kept)})
    insert_rows(History, links)
    insert_rows(Facts, facts)


class Tail(Protocol):
    """The end of a case's chain, and where the case stands: what one more link needs to know."""

    id: int
    stage: Stage
    paused_since_at: datetime | None
    chain_head: bytes
    chain_count: int


class Happened(NamedTuple):
    """An event of one of many cases, with its facts."""

    case: Tail
    event: Event
    space: Space
    facts: dict[str, Any]


def record_many(happened: Sequence[Happened], *, now: datetime) -> None:
    """Keep what time did to many cases, in three statements; none of it concerns a clock."""
    links, facts = [], []
    for case, event, space, said in happened:
        stage_after(case.stage, event, paused=case.paused_since_at is not None)
        link, salt, kept = _link(
            case, event, actor=system(), now=now, space=space, room=None, facts=said
        )
        row_id = new_id()
        links.append({"id": row_id, **link})
        facts.append({"id": row_id, "salt": salt, "facts": Facts.facts.seal(row_id, kept)})
    insert_rows(History, links)
    insert_rows(Facts, facts)
    tails = {case.id: case for case, *_ in happened}.values()
    if tails:
        ends = [
            {"of": each.id, "head": each.chain_head, "count": each.chain_count} for each in tails
        ]
        db.session.connection().execute(KNOT, ends)


def hand_turn(case: Case, turn: Turn) -> None:
    """Say whose turn it is where the event alone cannot tell (one of two has answered)."""
    case.turn = turn
    for seat in case.seats:
        seat.mine = _must_act(case, seat.desk, seat.holder_id)


def seat_case(case: Case, desk: Desk, holder_id: int, *, now: datetime) -> Seat:
    """Lay the case on a desk; doing it again changes nothing."""
    for seat in case.seats:
        if seat.desk is desk and seat.holder_id == holder_id:
            return seat
    seat = Seat(
        case_id=case.id,
        desk=desk,
        holder_id=holder_id,
        stage=case.stage,
        mine=_must_act(case, desk, holder_id),
        unread=True,
        stirred_at=now,
        since_at=now,
    )
    case.seats.append(seat)
    return seat


def unseat_case(case: Case, desk: Desk, holder_id: int | None = None) -> None:
    """Take the case off a desk: from then on its holder cannot find it."""
    for seat in list(case.seats):
        if seat.desk is desk and holder_id in (None, seat.holder_id):
            case.seats.remove(seat)


def _must_act(case: Case, desk: Desk, holder_id: int) -> bool:
    """Whether it is this desk's turn; of the companies of a loan, that of the one complained of."""
    if desk is Desk.LENDER and holder_id != case.lender_id:
        return False
    return desk in DESKS_OF_TURN[case.turn]


def _check_end(
    case: Case, target: Stage, outcome: Outcome | None, reason: NoSettlement | None
) -> None:
    closes = target is Stage.CLOSED and case.stage is not Stage.CLOSED
    if closes != (outcome is not None):
        raise Refused("outcome_missing" if closes else "outcome_without_closing")
    if outcome is not None:
        check_outcome(outcome, reason)


def _keep_end(
    case: Case,
    target: Stage,
    outcome: Outcome | None,
    reason: NoSettlement | None,
    now: datetime,
) -> None:
    if outcome is not None:
        case.outcome, case.outcome_reason, case.closed_at = outcome, reason, now
    elif target is not Stage.CLOSED:
        case.outcome = case.outcome_reason = case.closed_at = None


def _stir(case: Case, *, actor: Actor, space: Space, room: int | None, now: datetime) -> None:
    case.stirred_at = now
    for seat in case.seats:
        seat.stage = case.stage
        seat.mine = _must_act(case, seat.desk, seat.holder_id)
        if _may_find(seat.desk, seat.holder_id, space, room):
            # What a desk may not read must not show in the order of its list either.
            seat.stirred_at = now
            seat.unread = seat.unread or not (
                seat.desk is actor.desk and seat.holder_id == actor.holder_id
            )


def _may_find(desk: Desk, holder_id: int, space: Space, room: int | None) -> bool:
    """Whether a desk reads this space; of companies' private rooms only its own."""
    if desk is Desk.LENDER and space is Space.LENDER:
        return holder_id == room
    return space in SPACES_OF_DESK[desk]


def _write_history(
    case: Case,
    event: Event,
    *,
    actor: Actor,
    now: datetime,
    space: Space,
    room: int | None,
    facts: dict[str, Any],
) -> History:
    link, salt, kept = _link(case, event, actor=actor, now=now, space=space, room=room, facts=facts)
    row = History(**link)
    db.session.add(row)
    db.session.add(Facts(id=row.id, salt=salt, facts=kept))
    return row


def _link(
    case: Tail,
    event: Event,
    *,
    actor: Actor,
    now: datetime,
    space: Space,
    room: int | None,
    facts: dict[str, Any],
) -> tuple[dict[str, Any], bytes, str]:
    """The next link of the chain, and the salt and text of its facts; the case knows of it."""
    salt = secrets.token_bytes(16)
    kept = canonical({**facts, "actor": actor.name, "role": actor.role, "space": space})
    digest = digest_of(salt, kept)
    number = case.chain_count + 1
    link = {
        "case_id": case.id,
        "number": number,
        "event": event,
        "at": now,
        "actor_id": actor.account_id,
        "space": space,
        "organisation_id": room,
        "digest": digest,
        "hash": hash_of(case.chain_head, number, event, now, digest),
    }
    case.chain_head, case.chain_count = link["hash"], number
    return link, salt, kept.decode()
