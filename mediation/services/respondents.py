"""Which company answers a complaint: found, put to it, re-pointed, or handed to an authority."""

from collections.abc import Iterable
from datetime import datetime

from mediation.db import db
from mediation.domain.admission import (
    NOT_SEATED,
    Authority,
    Verdict,
    check_may_pass_on,
    event_of_naming,
    first_to_answer,
    may_answer,
)
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.outcomes import Outcome
from mediation.domain.parties import CompanyRole
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.roles import Desk
from mediation.models.admission import Decision, Standstill
from mediation.models.cases import Case
from mediation.models.parties import Company
from mediation.queries import admission
from mediation.services.lifecycle import hand_turn, move, seat_case, unseat_case
from mediation.services.notices import announce, tell_company
from mediation.services.parties import index_anew


def start_tracing(case: Case, *, actor: Actor, now: datetime) -> None:
    """Look for the company behind a complaint before anybody is asked to answer it."""
    permit(actor, Action.TRACE_COMPANY, case)
    row = move(case, Event.TRACING_STARTED, actor=actor, now=now)
    case.officer_id = actor.account_id
    announce(case, "tracing_started", actor=actor, key=f"tracing/{row.id}", now=now)


def name_respondent(
    case: Case, *, organisation_id: int, role: CompanyRole, actor: Actor, now: datetime
) -> None:
    """Say which company answers: while it is looked for this finds it, later it re-points."""
    permit(actor, Action.TRACE_COMPANY, case)
    event = event_of_naming(case.stage)
    organisation = admission.lender(organisation_id)
    if organisation is None:
        raise Refused("company_unknown")
    if role in NOT_SEATED:
        raise Refused("role_cannot_answer", role=role)
    if case.lender_id == organisation_id and event is not Event.COMPANY_FOUND:
        raise Refused("already_respondent")
    if event is not Event.COMPANY_ADDED:
        check_passing_on(case)

    row = move(case, event, actor=actor, now=now, company=organisation.name, company_role=role)
    standing = [found.company for found in admission.respondents(case)]
    _end_former(case, standing, organisation_id, role, now=now)
    company = next((one for one in standing if one.organisation_id == organisation_id), None)
    if company is None:
        company = _add_company(case, organisation_id, organisation.name, now=now)
        _end_unknown(standing, organisation.name, now=now)
        standing.append(company)
    company.role = role
    for one in standing:
        one.answers = one is company
    case.lender_id, case.respondent_name = organisation_id, organisation.name
    db.session.flush()  # The index reads the companies of the case.
    index_anew(case)
    if event is not Event.COMPANY_ADDED:
        put_to_lenders(case, standing, actor=actor, now=now)
        announce(case, "company_found", actor=actor, key=f"found/{row.id}", now=now)


def _end_former(
    case: Case, standing: Iterable[Company], named_id: int, role: CompanyRole, *, now: datetime
) -> None:
    """The wrong company loses sight of the case, unless it has another role in the loan."""
    former_id = case.lender_id
    if former_id in (None, named_id):
        return
    rows = [one for one in standing if one.organisation_id == former_id]
    if all(one.role is role for one in rows):
        leave_out(case, int(former_id or 0), now=now)


def _add_company(case: Case, organisation_id: int, name: str, *, now: datetime) -> Company:
    company = Company(
        case_id=case.id,
        organisation_id=organisation_id,
        name=name,
        role=CompanyRole.LENDER,
        added_at=now,
    )
    db.session.add(company)
    return company


def _end_unknown(standing: Iterable[Company], name: str, *, now: datetime) -> None:
    """A company that was typed in, or unknown, is the one that was now found."""
    for company in standing:
        typed = company.organisation_id is None and company.name.strip() in (name, "")
        if typed or company.role is CompanyRole.UNKNOWN:
            company.ended_at = now


def check_passing_on(case: Case) -> None:
    """Refuse to lay the case before a lender as long as the complainant does not agree."""
    check_may_pass_on(
        admission.consents(case),
        identity_withheld=case.identity_withheld,
        view_seen=admission.may_be_put(case),
    )


def put_to_lenders(
    case: Case, companies: Iterable[Company], *, actor: Actor, now: datetime
) -> None:
    """Lay the case before the company that answers and the others of the same loan.

    Each is asked for a standstill; each sees the case as a company of it and in no other role.
    """
    running = [company for company in companies if company.ended_at is None]
    answering = first_to_answer(running)
    if answering is None:
        raise Refused("no_known_company")
    for company in running:
        company.answers = company is answering
    case.lender_id = answering.organisation_id
    case.respondent_name = answering.name
    asked = [company for company in running if may_answer(company)]
    new = [company for company in asked if not _is_seated(case, company)]
    for company in asked:
        seat_case(case, Desk.LENDER, int(company.organisation_id or 0), now=now)
    hand_turn(case, case.turn)  # To the company that answers now, also if it looked on before.
    _ask_standstill(case, new, actor=actor, now=now)
    announce(case, "complaint_put", actor=actor, key=f"put/{case.id}/{case.chain_count}", now=now)


def _is_seated(case: Case, company: Company) -> bool:
    return any(
        seat.desk is Desk.LENDER and seat.holder_id == company.organisation_id
        for seat in case.seats
    )


def _ask_standstill(case: Case, asked: list[Company], *, actor: Actor, now: datetime) -> None:
    for company in asked:
        db.session.add(
            Standstill(case_id=case.id, organisation_id=company.organisation_id, asked_at=now)
        )
    if asked:
        move(
            case,
            Event.STANDSTILL_REQUESTED,
            actor=actor,
            now=now,
            companies=[company.name for company in asked],
        )
    for company in asked:
        if not company.answers:
            asked_id = int(company.organisation_id or 0)
            key = f"standstill/{case.id}/{case.chain_count}"
            tell_company(case, asked_id, "standstill_asked", key=key, now=now)


def leave_out(case: Case, organisation_id: int, *, now: datetime) -> None:
    """Take a company that has no part in the loan out of the case; what it wrote stays."""
    for found in admission.respondents(case):
        if found.company.organisation_id == organisation_id:
            found.company.ended_at = now
            found.company.answers = False
    unseat_case(case, Desk.LENDER, organisation_id)
    case.lender_id = None
    case.respondent_name = ""


def hand_to_authority(
    case: Case, *, authority: Authority, words: str, actor: Actor, now: datetime
) -> None:
    """Close a case behind which no company could be found, and say who takes it from here."""
    permit(actor, Action.TRACE_COMPANY, case)
    row = move(
        case,
        Event.HANDED_TO_AUTHORITY,
        actor=actor,
        now=now,
        outcome=Outcome.HANDED_TO_AUTHORITY,
        authority=authority,
    )
    db.session.add(
        Decision(
            case_id=case.id,
            kind=Verdict.HANDED_OVER,
            reasons=authority,
            words=words or None,
            by_id=actor.account_id,
            at=now,
        )
    )
    announce(
        case,
        "handed_to_authority",
        actor=actor,
        key=f"handed/{row.id}",
        now=now,
        authority_word=f"authority.{authority}",
    )
