"""Hearings: schedule, move, cancel, hold."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from mediation.db import db
from mediation.domain.consents import check_agreed
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.hearings import (
    SIDES,
    Change,
    HearingState,
    Mode,
    check_held,
    check_modes,
    check_scheduled,
    check_time,
    mode_of,
    quarters,
)
from mediation.domain.permissions import Action, Actor, permit, system
from mediation.domain.spaces import Side
from mediation.models.cases import Case
from mediation.models.hearings import Attendance, Hearing, TakenQuarter
from mediation.queries import hearings
from mediation.queries.admission import consents
from mediation.services.lifecycle import move
from mediation.services.notices import announce


def schedule_hearing(
    case: Case,
    *,
    starts_at: datetime,
    ends_at: datetime,
    modes: Mapping[Side, Mode],
    place: str,
    agenda: str = "",
    shorter_notice: bool = False,
    actor: Actor,
    now: datetime,
) -> Hearing:
    """Fix a hearing; the database refuses a second one in the same quarter hour."""
    permit(actor, Action.SCHEDULE_HEARING, case)
    check_agreed(Event.HEARING_SCHEDULED, consents(case))
    check_time(starts_at, ends_at, shorter_notice=shorter_notice, now=now)
    check_modes(dict(modes), place)
    _check_free(actor.account_id, starts_at, ends_at)

    hearing = Hearing(
        case_id=case.id,
        mediator_id=actor.account_id,
        starts_at=starts_at,
        ends_at=ends_at,
        mode=mode_of(dict(modes)),
        place=place.strip(),
        agenda=agenda.strip() or None,
        state=HearingState.SCHEDULED,
    )
    facts = _facts(hearing.id, starts_at, ends_at, hearing.mode)
    move(case, Event.HEARING_SCHEDULED, actor=actor, now=now, **facts)
    db.session.add(hearing)
    for side in SIDES:
        db.session.add(Attendance(hearing_id=hearing.id, side=side, mode=modes[side]))
    _take(hearing)
    _announce(case, hearing, "hearing_scheduled", actor=actor, now=now)
    return hearing


def reschedule_hearing(
    case: Case,
    hearing: Hearing,
    *,
    starts_at: datetime,
    ends_at: datetime,
    modes: Mapping[Side, Mode],
    place: str,
    reason: Change,
    shorter_notice: bool = False,
    actor: Actor,
    now: datetime,
) -> None:
    """Move a hearing, or change how a side takes part; its old time is free again at once."""
    permit(actor, Action.SCHEDULE_HEARING, case)
    check_scheduled(hearing.state)
    check_time(starts_at, ends_at, shorter_notice=shorter_notice, now=now)
    check_modes(dict(modes), place)
    _check_free(hearing.mediator_id, starts_at, ends_at, besides=hearing.id)
    entry = _entry(case, hearing)
    asked = (starts_at, ends_at, place.strip(), [modes[side] for side in SIDES])
    if asked == _present(entry):
        raise Refused("hearing_unmoved")

    facts = _facts(hearing.id, starts_at, ends_at, mode_of(dict(modes)))
    facts |= {"was_at": hearing.starts_at.isoformat(), "because": reason}
    move(case, Event.HEARING_RESCHEDULED, actor=actor, now=now, **facts)
    hearing.starts_at, hearing.ends_at = starts_at, ends_at
    hearing.place, hearing.reason = place.strip(), reason
    hearing.mode = mode_of(dict(modes))
    for side in SIDES:
        entry.sides[side].mode = modes[side]
    hearing.sequence += 1
    _free(hearing)
    _take(hearing)
    _announce(case, hearing, "hearing_rescheduled", actor=actor, now=now)


def _present(entry: hearings.Entry) -> tuple[datetime, datetime, str | None, list[Mode | None]]:
    """When, where and how a hearing takes place as things stand."""
    hearing, modes = entry.hearing, [entry.sides[side].mode for side in SIDES]
    return hearing.starts_at, hearing.ends_at, hearing.place, modes


def cancel_hearing(
    case: Case, hearing: Hearing, *, reason: Change, actor: Actor, now: datetime
) -> None:
    """Call a hearing off; the mediator's time is free again."""
    permit(actor, Action.SCHEDULE_HEARING, case)
    check_scheduled(hearing.state)
    _call_off(case, hearing, reason, actor=actor, now=now)


def hold_hearing(
    case: Case,
    hearing: Hearing,
    *,
    came: Mapping[Side, bool],
    identified: Mapping[Side, bool],
    actor: Actor,
    now: datetime,
) -> None:
    """Record that a hearing took place: who came, and whether each was who they said."""
    permit(actor, Action.RECORD_HEARING, case)
    check_scheduled(hearing.state)
    check_held(hearing.starts_at, dict(came), now=now)
    entry = _entry(case, hearing)

    move(
        case,
        Event.HEARING_HELD,
        actor=actor,
        now=now,
        hearing=hearing.id,
        came={side: came[side] for side in SIDES},
        identified={side: bool(came[side] and identified.get(side)) for side in SIDES},
    )
    hearing.state, hearing.ended_at = HearingState.HELD, now
    for side in SIDES:
        attendance = entry.sides[side]
        attendance.came = came[side]
        attendance.identity_checked = bool(came[side] and identified.get(side))
    _free(hearing)


def release_hearings(case: Case, *, now: datetime) -> None:
    """Call off what is still to come, because the talks are over.

    A hearing that has begun is recorded by its mediator: often it is the one that ended them.
    """
    for hearing in hearings.to_come(case, as_of=now):
        _call_off(case, hearing, Change.TALKS_OVER, actor=system(), now=now)


def release_hearing(hearing: Hearing, *, actor: Actor, now: datetime) -> None:
    """Call off one hearing of a case that is no longer in mediation."""
    case = db.session.get_one(Case, hearing.case_id)
    check_scheduled(hearing.state)
    _call_off(case, hearing, Change.TALKS_OVER, actor=actor, now=now)


def _call_off(case: Case, hearing: Hearing, reason: Change, *, actor: Actor, now: datetime) -> None:
    move(
        case,
        Event.HEARING_CANCELLED,
        actor=actor,
        now=now,
        hearing=hearing.id,
        starts_at=hearing.starts_at.isoformat(),
        because=reason,
    )
    hearing.state, hearing.ended_at, hearing.reason = HearingState.CANCELLED, now, reason
    hearing.sequence += 1
    _free(hearing)
    _announce(case, hearing, "hearing_cancelled", actor=actor, now=now)


def _entry(case: Case, hearing: Hearing) -> hearings.Entry:
    entry = hearings.by_id(case, hearing.id)
    if entry is None:
        raise Refused("hearing_is_over")
    return entry


def _check_free(
    mediator_id: int | None, starts_at: datetime, ends_at: datetime, besides: int | None = None
) -> None:
    if mediator_id is None:
        raise Refused("no_mediator")
    if hearings.is_taken(mediator_id, quarters(starts_at, ends_at), besides=besides):
        raise Refused("mediator_is_taken", starts_at=starts_at)


def _take(hearing: Hearing) -> None:
    """Take the mediator's time, last of all: a rival in the same moment is refused here."""
    db.session.flush()
    db.session.add_all(
        TakenQuarter(mediator_id=hearing.mediator_id, quarter=quarter, hearing_id=hearing.id)
        for quarter in quarters(hearing.starts_at, hearing.ends_at)
    )
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Refused("mediator_is_taken", starts_at=hearing.starts_at) from error


def _free(hearing: Hearing) -> None:
    db.session.execute(delete(TakenQuarter).where(TakenQuarter.hearing_id == hearing.id))


def _facts(
    hearing_id: int, starts_at: datetime, ends_at: datetime, mode: Mode
) -> dict[str, object]:
    """What the history keeps: when and how, never where or about what."""
    return {
        "hearing": hearing_id,
        "starts_at": starts_at.isoformat(),
        "ends_at": ends_at.isoformat(),
        "mode": mode,
    }


def _announce(case: Case, hearing: Hearing, kind: str, *, actor: Actor, now: datetime) -> None:
    key = f"hearing/{hearing.id}/{hearing.sequence}/{kind}"
    announce(
        case,
        kind,
        actor=actor,
        key=key,
        now=now,
        hearing=hearing.id,
        sequence=hearing.sequence,
        is_off=hearing.state is HearingState.CANCELLED,
        starts_at=hearing.starts_at,
        ends_at=hearing.ends_at,
        mode=hearing.mode,
    )
