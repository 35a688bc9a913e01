"""Reporting danger, looking at it in time, and the roster of those who look."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from mediation.db import db, insert_of, new_id
from mediation.domain.danger import (
    DangerKind,
    DutyLevel,
    check_reader,
    check_reportable,
    check_roster_editor,
    check_turn,
    duty_rules,
    first_asked,
    next_level,
    tap_key,
)
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.spaces import SIDE_OF, Side, Space
from mediation.models.cases import Case
from mediation.models.correspondence import Message
from mediation.models.danger import DangerNote, DangerReport, DutyTurn
from mediation.queries import danger
from mediation.services.lifecycle import move
from mediation.services.notices import tell_people

SPACE_OF = {Side.COMPLAINANT: Space.COMPLAINANT, Side.LENDER: Space.LENDER}


def report_message(case: Case, message: Message, *, actor: Actor, now: datetime) -> DangerReport:
    """Report what somebody of the lender wrote as a threat; only those who look at it are told."""
    permit(actor, Action.REPORT_DANGER, case)
    check_reportable(message.author_role, actor.role)
    once = f"m{message.id}/{actor.role[:4]}"
    report = report_danger(DangerKind.THREAT, case=case, once=once, actor=actor, now=now)
    report.message_id = message.id
    return report


def report_danger(
    kind: DangerKind, *, case: Case | None, once: str, actor: Actor, now: datetime
) -> DangerReport:
    """Raise the flag and start the clock of whoever is on duty; a second tap changes nothing."""
    if case is not None:
        permit(actor, Action.REPORT_DANGER, case)

    body_id = case.body_id if case is not None else None
    turns = danger.turns_from(now, organisation_id=body_id)
    asked = first_asked(turns, times=danger.duty_rules_now(), now=now)
    key = tap_key(once, now)
    is_first = _claim(
        kind=kind,
        once=key,
        reported_at=now,
        case_id=case.id if case is not None else None,
        organisation_id=body_id,
        reporter_id=actor.account_id,
        reporter_role=actor.role,
        level=asked.level,
        escalates_at=asked.escalates_at,
        expected_at=asked.expected_at,
        escalations=0,
    )
    report = danger.of_tap(key, kind)
    if is_first:
        if case is not None:
            _flag(case, kind, actor=actor, now=now)
        _ask(report, turns, now=now)
    return report


def _claim(**values: Any) -> bool:
    """Write the report unless the same tap has; of two at once the database lets one through."""
    row = insert_of(DangerReport).values(id=new_id(), **values)
    kept = row.on_conflict_do_nothing().returning(DangerReport.id)
    return db.session.scalar(kept) is not None


def _flag(case: Case, kind: DangerKind, *, actor: Actor, now: datetime) -> None:
    space = SPACE_OF.get(SIDE_OF.get(actor.role, Side.MEDIATION), Space.STAFF)
    move(case, Event.DANGER_REPORTED, actor=actor, now=now, space=space, kind=kind)
    case.in_danger = True


def _ask(report: DangerReport, turns: Sequence[DutyTurn], *, now: datetime) -> None:
    """Name whom the clock runs on, and tell them."""
    people = danger.asked_at(report.level, turns, organisation_id=report.organisation_id, as_of=now)
    rostered = report.level is not DutyLevel.EVERYONE
    report.duty_id = people[0].id if people and rostered else None
    tell_people(
        (reached for account in people for reached in danger.reach_of(account)),
        "danger",
        key=f"danger/{report.id}/{report.escalations}",
        now=now,
        case_id=report.case_id,
        kind_word=f"dangerkind.{report.kind}",
        reported_at=report.reported_at,
        path=f"/danger/reports/{report.id}",
    )


def add_to_report(report: DangerReport, *, words: str, contact: str) -> None:
    """What the person who reported adds afterwards; an empty answer leaves what is there."""
    if report.closed_at is not None:
        raise Refused("danger_closed")
    report.words = words or report.words
    report.contact = contact or report.contact


def escalate_report(
    report: DangerReport,
    *,
    actor: Actor,  # noqa: ARG001 (as every verb)
    now: datetime,
) -> None:
    """Nobody has looked in time: ask the next level; at the last one, everyone once more."""
    turns = danger.turns_from(now, organisation_id=report.organisation_id)
    level = next_level(report.level)
    if level is DutyLevel.SECOND and not _anyone(level, turns, now):
        level = next_level(level)
    report.level = level
    report.escalations += 1
    report.escalated_at = now
    report.escalates_at = now + duty_rules().within[level]
    _ask(report, turns, now=now)


def _anyone(level: DutyLevel, turns: Sequence[DutyTurn], now: datetime) -> bool:
    return any(turn.level is level and turn.starts_at <= now < turn.ends_at for turn in turns)


def mark_seen(report: DangerReport, *, actor: Actor, now: datetime) -> None:
    """Somebody has looked: the clock stops. The first one counts."""
    check_reader(actor)
    if report.seen_at is None:
        report.seen_at, report.seen_by_id = now, actor.account_id


def note_report(report: DangerReport, *, body: str, actor: Actor, now: datetime) -> DangerNote:
    """Write down what was done; whoever writes has seen the report."""
    check_reader(actor)
    if not body.strip():
        raise Refused("danger_note_empty")
    mark_seen(report, actor=actor, now=now)
    note = DangerNote(report_id=report.id, author_id=actor.account_id, written_at=now, body=body)
    db.session.add(note)
    return note


def close_report(
    report: DangerReport, *, case: Case | None, body: str, actor: Actor, now: datetime
) -> None:
    """Nothing more is to be done; the note says what was. The case's flag falls with the last."""
    check_reader(actor)
    if report.closed_at is not None:
        raise Refused("danger_closed")
    note_report(report, body=body, actor=actor, now=now)
    report.closed_at, report.closed_by_id = now, actor.account_id
    if case is not None:
        db.session.flush()  # The question below must not find this report open.
        case.in_danger = bool(danger.open_on([case.id]))


def put_on_duty(
    account_id: int,
    *,
    organisation_id: int,
    level: DutyLevel,
    starts_at: datetime,
    ends_at: datetime,
    actor: Actor,
    now: datetime,
) -> DutyTurn:
    """Name an officer who looks at danger reports for a time."""
    check_roster_editor(actor, organisation_id)
    danger.locked_body(organisation_id)
    if account_id not in {account.id for account in danger.officers_of(organisation_id)}:
        raise Refused("duty_not_an_officer")
    others = danger.turns_from(min(starts_at, now), organisation_id=organisation_id)
    check_turn(starts_at, ends_at, others, level=level, times=duty_rules(), now=now)
    turn = DutyTurn(
        organisation_id=organisation_id,
        account_id=account_id,
        level=level,
        starts_at=starts_at,
        ends_at=ends_at,
        made_by_id=actor.account_id,
    )
    db.session.add(turn)
    return turn


def take_off_duty(turn: DutyTurn, *, actor: Actor, now: datetime) -> None:
    """End a turn that runs, or cancel one to come; what was is kept."""
    check_roster_editor(actor, turn.organisation_id)
    if turn.ends_at <= now:
        raise Refused("duty_is_past")
    if turn.starts_at < now:
        turn.ends_at = now
    else:
        db.session.delete(turn)
