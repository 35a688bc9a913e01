"""People and companies of a case after filing: reveal who complains, add somebody, complete."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mediation.db import db
from mediation.domain.accounts import same_address
from mediation.domain.clocks import AT_ONCE, Timing
from mediation.domain.complaints import Person
from mediation.domain.consents import check_agreed
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.intake import check_room
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import LOOKS_FIRST, OWNER, Stage, Turn
from mediation.domain.parties import CompanyRole, PartyKind
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.spaces import Space
from mediation.keyring import blind
from mediation.models.cases import Case
from mediation.models.parties import Company, Party
from mediation.queries import answers
from mediation.queries.admission import (
    consents,
    is_asked_to_look,
    lender,
    lender_view_seen,
)
from mediation.queries.complaints import lender_view_of
from mediation.queries.parties import companies, of_case
from mediation.services.lifecycle import hand_turn, move, record
from mediation.services.notices import announce
from mediation.services.search import reindex_case


def reveal_identity(case: Case, *, actor: Actor, now: datetime) -> None:
    """Let the lender know who complains; it cannot be taken back. A bystander stays unnamed."""
    permit(actor, Action.REVEAL_IDENTITY, case)
    check_agreed(Event.IDENTITY_REVEALED, consents(case))
    check_may_be_revealed(case)

    turn, waits = case.turn, _answer_is_owed(case)
    timing = AT_ONCE if waits else Timing(but=("lender_answer",))
    move(case, Event.IDENTITY_REVEALED, actor=actor, now=now, timing=timing)
    if not waits:
        # Only where the lender's answer waits for the name does the turn go to the lender.
        hand_turn(case, turn)
    case.identity_withheld = False
    index_anew(case)


def _answer_is_owed(case: Case) -> bool:
    """Whether the company has yet to answer: not while the complainant judges what it did."""
    if case.stage is not Stage.WITH_LENDER:
        return False
    last = answers.last(case)
    return last is None or last.relief is None or last.organisation_id != case.lender_id


def check_may_be_revealed(case: Case) -> None:
    """Refuse where the lender knows already, or never will."""
    if not case.identity_withheld:
        raise Refused("identity_known_already")
    if case.lane is Lane.BYSTANDER:
        raise Refused("bystander_stays_unnamed")


def see_lender_view(case: Case, *, view: str, actor: Actor, now: datetime) -> None:
    """Note that the complainant looked at `view`, the fingerprint of what the lender would see.

    Refused (`lender_view_changed`) where it is no longer that. Whoever had been asked to look
    hands the case back to the officer.
    """
    permit(actor, Action.MANAGE_CONSENTS, case)
    if view != lender_view_of(case).fingerprint:
        raise Refused("lender_view_changed")
    row = record(
        case, Event.LENDER_VIEW_SEEN, actor=actor, now=now, space=Space.COMPLAINANT, view=view
    )
    if case.stage in LOOKS_FIRST and case.turn is Turn.COMPLAINANT:
        hand_turn(case, OWNER[case.stage])
        announce(case, "lender_view_seen", actor=actor, key=f"looked/{row.id}", now=now)


def ask_to_look(case: Case, *, actor: Actor, now: datetime) -> None:
    """Ask the complainant to look at what the lender would see, so that the case can go on."""
    permit(actor, Action.ADMIT_CASE, case)
    if not case.identity_withheld:
        raise Refused("identity_known_already")
    if lender_view_seen(case):
        raise Refused("lender_view_is_seen")
    if is_asked_to_look(case):
        raise Refused("look_asked_already")
    row = move(case, Event.LENDER_VIEW_REQUESTED, actor=actor, now=now, space=Space.COMPLAINANT)
    if case.stage in LOOKS_FIRST:
        hand_turn(case, Turn.COMPLAINANT)
    announce(case, "lender_view_requested", actor=actor, key=f"look/{row.id}", now=now)


def index_anew(case: Case) -> None:
    """Make a case findable by the people and companies that it has now."""
    people = of_case(case)
    reindex_case(
        case,
        names=[party.name or "" for party in people],
        numbers=[party.phone or "" for party in people],
        companies=[row.name for row in companies(case)],
    )


def add_representative(case: Case, *, person: Person, actor: Actor, now: datetime) -> Party:
    """Let somebody act for the complainant, with their relation, authority and fee stated."""
    permit(actor, Action.ADD_PARTY, case)
    if person.kind not in (PartyKind.REPRESENTATIVE, PartyKind.RELATIVE, PartyKind.HEIR):
        raise Refused("party_kind_wrong")
    if not person.phone and not person.email:
        raise Refused("contact_missing")
    if any(party.name == person.name and party.kind is person.kind for party in of_case(case)):
        raise Refused("party_already_there")

    # No name in the facts: the lender may not know it, and reads what is joint.
    move(
        case,
        Event.PARTY_ADDED,
        actor=actor,
        now=now,
        space=Space.COMPLAINANT if case.identity_withheld else Space.JOINT,
        kind=person.kind,
    )
    party = party_of(case.id, person, now=now)
    db.session.add(party)
    db.session.flush()  # The index reads the people of the case.
    index_anew(case)
    return party


def party_of(case_id: int, person: Person, *, now: datetime, **columns: Any) -> Party:
    """The row of a person, not yet added."""
    return Party(
        case_id=case_id,
        kind=person.kind,
        name=person.name,
        phone=person.phone or None,
        phone_blind=blind("phone", person.phone) if person.phone else None,
        email=person.email or None,
        email_blind=blind("email", same_address(person.email)) if person.email else None,
        authority=_table(person.authority),
        support=_table(person.support),
        reach=_table(person.reach),
        added_at=now,
        **columns,
    )


def _table(values: Mapping[str, Any]) -> str | None:
    return json.dumps(dict(values), ensure_ascii=False) if values else None


def add_company(
    case: Case,
    *,
    name: str,
    role: CompanyRole,
    organisation_id: int | None,
    actor: Actor,
    now: datetime,
) -> Company:
    """Name one more company that had a hand in the loan; who must answer does not change.

    The company hears of nothing by it: it gets the case only when an officer puts it there.
    """
    permit(actor, Action.ADD_COMPANY, case)
    organisation = lender(organisation_id) if organisation_id is not None else None
    if organisation_id is not None and organisation is None:
        raise Refused("company_unknown")
    name = organisation.name if organisation else name.strip()
    standing = companies(case)
    if any(row.name == name and row.role == role for row in standing):
        raise Refused("company_already_there", name=name)
    check_room("companies", standing)

    move(case, Event.COMPANY_ADDED, actor=actor, now=now, name=name, role=role)
    company = Company(
        case_id=case.id, organisation_id=organisation_id, name=name, role=role, added_at=now
    )
    db.session.add(company)
    db.session.flush()  # The index reads the companies of the case.
    index_anew(case)
    return company
