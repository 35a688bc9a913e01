"""Opening a case to a supervisor on its written demand, and closing it again."""

from datetime import date, datetime

from mediation.db import db
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.roles import Desk, OrganisationKind, Role
from mediation.domain.spaces import Space
from mediation.domain.supervision import check_expiry
from mediation.models.cases import Case
from mediation.models.organisations import Organisation
from mediation.models.supervision import Handover
from mediation.queries import organisations, supervision
from mediation.queries.notices import members_of
from mediation.services.days import day_of
from mediation.services.lifecycle import record, seat_case, unseat_case
from mediation.services.notices import tell_people


def open_to_supervisor(
    case: Case,
    *,
    organisation_id: int,
    basis: str,
    scope: str,
    expires_on: date,
    actor: Actor,
    now: datetime,
) -> Handover:
    """Lay the case on the desk of a supervisor that demanded it in writing, for a time.

    The body's people see this in the history; whether the sides are told is for the supervisor.
    """
    permit(actor, Action.OPEN_TO_SUPERVISOR, case)
    check_expiry(expires_on, today=day_of(now))
    supervisor = _supervisor(organisation_id)
    if any(one.supervisor.id == organisation_id for one in supervision.running(case)):
        raise Refused("supervisor_reads_already", name=supervisor.name)

    facts = {"supervisor": supervisor.name, "basis": basis, "expires_on": str(expires_on)}
    row = record(case, Event.OPENED_TO_SUPERVISOR, actor=actor, now=now, space=Space.STAFF, **facts)
    opened = Handover(
        case_id=case.id,
        organisation_id=organisation_id,
        basis=basis.strip(),
        scope=scope.strip(),
        made_by_id=actor.account_id,
        made_at=now,
        expires_on=expires_on,
    )
    db.session.add(opened)
    seat_case(case, Desk.SUPERVISOR, organisation_id, now=now)
    _tell_supervisor(case, opened, key=f"opened_to/{row.id}", now=now)
    return opened


def _tell_supervisor(case: Case, opened: Handover, *, key: str, now: datetime) -> None:
    tell_people(
        members_of(opened.organisation_id, {Role.SUPERVISOR}),
        "opened_to_you",
        key=key,
        now=now,
        case=case,
        path=f"/cases/{case.reference}",
        expires_on=opened.expires_on,
    )


def _supervisor(organisation_id: int) -> Organisation:
    found = organisations.by_id(organisation_id)
    if found is None or found.kind is not OrganisationKind.SUPERVISOR or found.suspended_at:
        raise Refused("not_a_supervisor")
    return found


def close_to_supervisor(opened: Handover, case: Case, *, actor: Actor, now: datetime) -> None:
    """Take the case off the supervisor's desk before its day, or on it."""
    permit(actor, Action.OPEN_TO_SUPERVISOR, case)
    if opened.ended_at is not None:
        raise Refused("supervisor_reads_no_more")
    record(case, Event.CLOSED_TO_SUPERVISOR, actor=actor, now=now, space=Space.STAFF)
    opened.ended_at = now
    unseat_case(case, Desk.SUPERVISOR, opened.organisation_id)


def lapse_demand(opened: Handover, *, actor: Actor, now: datetime) -> None:
    """The last day of a demand is over: its supervisor finds the case no more."""
    case = db.session.get_one(Case, opened.case_id)
    close_to_supervisor(opened, case, actor=actor, now=now)
