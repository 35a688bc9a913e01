"""Danger reports for whoever reads them, who is on duty, and whom to tell."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import aliased

from mediation.db import db
from mediation.domain.danger import DangerKind, DutyLevel, DutyRules, duty_rules
from mediation.domain.lifecycle import Stage
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.models.accounts import Account, Membership
from mediation.models.cases import Case
from mediation.models.danger import DangerNote, DangerReport, DutyTurn
from mediation.models.organisations import Organisation
from mediation.queries.calendar import calendar_now
from mediation.queries.cases import visible_to
from mediation.queries.notices import DEFAULT_LOCALE, MAIL, SMS, Recipient

PAGE = 50


def duty_rules_now() -> DutyRules:
    """The times of duty by the calendar as it is published here; one statement."""
    return replace(duty_rules(), calendar=calendar_now()[0])


def readable_by(actor: Actor) -> Any:
    """Which reports an officer reads: those of the own body's cases, and those on no case."""
    if actor.role is not Role.OFFICER or actor.organisation_id is None:
        return false()
    return or_(
        DangerReport.organisation_id == actor.organisation_id,
        DangerReport.organisation_id.is_(None),
    )


class Line(NamedTuple):
    """A report on the desk, with its case number and the people concerned."""

    report: DangerReport
    reference: str | None
    reporter: Account | None
    duty: Account | None
    seer: Account | None


Reporter, Duty, Seer = aliased(Account), aliased(Account), aliased(Account)


def _lines(actor: Actor) -> Any:
    return (
        select(DangerReport, Case.reference, Reporter, Duty, Seer)
        .outerjoin(Case, Case.id == DangerReport.case_id)
        .outerjoin(Reporter, Reporter.id == DangerReport.reporter_id)
        .outerjoin(Duty, Duty.id == DangerReport.duty_id)
        .outerjoin(Seer, Seer.id == DangerReport.seen_by_id)
        .where(readable_by(actor))
    )


def listed(*, actor: Actor, is_open: bool, before: int | None = None) -> list[Line]:
    """One page of reports, newest first, and one more to tell of a next page."""
    closed = DangerReport.closed_at
    query = _lines(actor).where(closed.is_(None) if is_open else closed.is_not(None))
    if before is not None:
        query = query.where(DangerReport.id < before)
    rows = db.session.execute(query.order_by(DangerReport.id.desc()).limit(PAGE + 1))
    return [Line(*row) for row in rows]


def by_id(report_id: int, *, actor: Actor) -> Line | None:
    """A report with its people, if the actor reads it."""
    row = db.session.execute(_lines(actor).where(DangerReport.id == report_id)).first()
    return Line(*row) if row else None


def again(report_id: int, *, actor: Actor) -> DangerReport | None:
    """The report as it is now, locked for this writing transaction, if the actor reads it."""
    return db.session.scalar(
        select(DangerReport)
        .where(DangerReport.id == report_id, readable_by(actor))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def sent(report_id: int) -> DangerReport | None:
    """A report for whoever sent it: the caller must have proof of that."""
    return db.session.get(DangerReport, report_id, populate_existing=True)


def of_tap(key: str, kind: DangerKind) -> DangerReport:
    """What this tap reported."""
    return db.session.scalars(
        select(DangerReport).where(DangerReport.once == key, DangerReport.kind == kind)
    ).one()


class Note(NamedTuple):
    note: DangerNote
    author: Account


def notes_on(report: DangerReport) -> list[Note]:
    """What was noted on a report, oldest first."""
    rows = db.session.execute(
        select(DangerNote, Account)
        .join(Account, Account.id == DangerNote.author_id)
        .where(DangerNote.report_id == report.id)
        .order_by(DangerNote.id)
    )
    return [Note(*row) for row in rows]


def open_on(case_ids: Iterable[int]) -> dict[int, list[DangerKind]]:
    """The kinds of the open reports on each of these cases; one statement."""
    found: dict[int, list[DangerKind]] = {}
    rows = db.session.execute(
        select(DangerReport.case_id, DangerReport.kind)
        .where(DangerReport.case_id.in_(list(case_ids)), DangerReport.closed_at.is_(None))
        .order_by(DangerReport.id)
    )
    for case_id, kind in rows:
        if case_id is not None:
            found.setdefault(case_id, []).append(kind)
    return found


def overdue(*, as_of: datetime) -> Select[Any]:
    """The reports that nobody has seen within their time."""
    return select(DangerReport).where(
        DangerReport.seen_at.is_(None),
        DangerReport.closed_at.is_(None),
        DangerReport.escalates_at <= as_of,
    )


def the_case_of(actor: Actor) -> Case | None:
    """The one open case of a complainant, or of a visitor with its code; None if several."""
    if actor.role is not Role.COMPLAINANT:
        return None
    query: Any = visible_to(actor).where(Case.stage != Stage.CLOSED).limit(2)
    found = db.session.scalars(query).unique().all()
    return found[0] if len(found) == 1 else None


def turns_from(
    moment: datetime, *, organisation_id: int | None = None, until: datetime | None = None
) -> Sequence[DutyTurn]:
    """The turns that run at `moment` or later, earliest first; of one body or of all."""
    query = select(DutyTurn).where(DutyTurn.ends_at > moment)
    if organisation_id is not None:
        query = query.where(DutyTurn.organisation_id == organisation_id)
    if until is not None:
        query = query.where(DutyTurn.starts_at < until)
    return db.session.scalars(query.order_by(DutyTurn.starts_at, DutyTurn.id).limit(500)).all()


class Post(NamedTuple):
    turn: DutyTurn
    account: Account


def roster(organisation_id: int, *, as_of: datetime) -> list[Post]:
    """The turns of a body that run or come, with their people; earliest first."""
    rows = db.session.execute(
        select(DutyTurn, Account)
        .join(Account, Account.id == DutyTurn.account_id)
        .where(DutyTurn.organisation_id == organisation_id, DutyTurn.ends_at > as_of)
        .order_by(DutyTurn.starts_at, DutyTurn.id)
        .limit(500)
    )
    return [Post(*row) for row in rows]


def turn_by_id(turn_id: int, *, organisation_id: int) -> DutyTurn | None:
    """A turn of this body, to be ended: of two who do, the second one waits and sees it ended."""
    return db.session.scalar(
        select(DutyTurn)
        .where(DutyTurn.id == turn_id, DutyTurn.organisation_id == organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def officers_of(organisation_id: int | None) -> Sequence[Account]:
    """The officers of a body, or of every mediation body, who can be asked to look."""
    query = (
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.role == Role.OFFICER,
            Membership.ended_at.is_(None),
            Organisation.suspended_at.is_(None),
            Account.suspended_at.is_(None),
        )
    )
    if organisation_id is not None:
        query = query.where(Organisation.id == organisation_id)
    return db.session.scalars(query.order_by(Account.id).distinct()).all()


def bodies_with_officers() -> Sequence[Organisation]:
    """The mediation bodies that can have a roster."""
    held = select(Membership.organisation_id).where(
        Membership.role == Role.OFFICER, Membership.ended_at.is_(None)
    )
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(held), Organisation.suspended_at.is_(None))
        .order_by(Organisation.id)
    ).all()


def locked_body(organisation_id: int) -> Organisation | None:
    """A body, locked: of two who change its roster the second sees what the first did."""
    return db.session.scalar(
        select(Organisation).where(Organisation.id == organisation_id).with_for_update()
    )


def asked_at(
    level: DutyLevel, turns: Iterable[DutyTurn], *, organisation_id: int | None, as_of: datetime
) -> Sequence[Account]:
    """The people who are asked to look at this level now."""
    if level is DutyLevel.EVERYONE:
        return officers_of(organisation_id)
    on_duty = [
        turn.account_id
        for turn in turns
        if turn.level is level and turn.starts_at <= as_of < turn.ends_at
    ]
    return db.session.scalars(
        select(Account).where(Account.id.in_(on_duty)).order_by(Account.id)
    ).all()


def reach_of(account: Account) -> list[Recipient]:
    """How somebody on duty is told: by mail, and by text where there is a number."""
    locale = account.locale or DEFAULT_LOCALE
    found = [Recipient(account.id, MAIL, str(account.email), locale, account.id)]
    if account.phone:
        found.append(Recipient(account.id, SMS, account.phone, locale, account.id))
    return found
