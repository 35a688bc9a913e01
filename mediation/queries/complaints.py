"""The complaint of a case, read back as it was filed and as it stands now."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from mediation.db import db
from mediation.domain.complaints import Attached, Complaint, Happening, Involved, Person
from mediation.domain.disclosure import LenderView, lender_view
from mediation.domain.lanes import Lane
from mediation.domain.parties import ConsentKind, PartyKind
from mediation.domain.spaces import SIDE_OF, Side, Space
from mediation.models.cases import Case
from mediation.models.evidence import Evidence
from mediation.models.parties import Company, Consent, Party, StoryEvent


def complaint_of(case: Case) -> Complaint:
    """The whole complaint; whoever shows it to a lender takes `lender_view_of` instead."""
    agreed = frozenset(row.kind for row in consents_of(case) if row.withdrawn_at is None)
    return replace(_told(case), consents=agreed)


def lender_view_of(case: Case) -> LenderView:
    """What the lender sees of this case; what was consented to is no part of it."""
    return lender_view(_told(case))


def _told(case: Case) -> Complaint:
    said = json.loads(case.answers or "{}")
    return Complaint(
        lane=case.lane,
        people=tuple(_people(case)),
        companies=tuple(_companies(case)),
        also=tuple(Lane(name) for name in case.also.split(",") if name),
        channel=case.channel,
        loan=said.get("loan", {}),
        amount_fen=case.amount_fen,
        happenings=tuple(_happenings(case)),
        story=case.story or "",
        details=said.get("details", {}),
        prior=said.get("prior", {}),
        wishes=said.get("wishes", {}),
        identity_withheld=case.identity_withheld,
        consents=frozenset(),
        files=tuple(_files(case)),
    )


def consents_of(case: Case) -> Sequence[Consent]:
    """Every consent that was ever given on this case, oldest first."""
    return db.session.scalars(
        select(Consent).where(Consent.case_id == case.id).order_by(Consent.given_at, Consent.id)
    ).all()


def running_consent(case: Case, kind: ConsentKind) -> Consent | None:
    """The consent of this kind that holds now."""
    return db.session.scalar(
        select(Consent).where(
            Consent.case_id == case.id, Consent.kind == kind, Consent.withdrawn_at.is_(None)
        )
    )


def _people(case: Case) -> list[Person]:
    """The complainant first, whoever acts for them last."""
    rows = db.session.scalars(
        select(Party).where(Party.case_id == case.id, Party.ended_at.is_(None)).order_by(Party.id)
    )
    people = [
        Person(
            party.kind,
            party.name or "",
            phone=party.phone or "",
            email=party.email or "",
            authority=_table(party.authority),
            reach={name: kept for name, kept in _table(party.reach).items() if name != "locale"},
            support=_table(party.support),
        )
        for party in rows
    ]
    own = (PartyKind.COMPLAINANT, PartyKind.BYSTANDER)
    return sorted(people, key=lambda person: person.kind not in own)


def _table(sealed: str | None) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(sealed or "{}")
    return table


def _companies(case: Case) -> list[Involved]:
    rows = db.session.scalars(
        select(Company)
        .where(Company.case_id == case.id, Company.ended_at.is_(None))
        .order_by(Company.id)
    )
    return [Involved(row.name, row.role, row.organisation_id, row.answers) for row in rows]


def _happenings(case: Case) -> list[Happening]:
    rows = db.session.scalars(
        select(StoryEvent).where(StoryEvent.case_id == case.id).order_by(StoryEvent.id)
    )
    return [Happening(row.words or "", row.on) for row in rows]


def _files(case: Case) -> list[Attached]:
    """What the complainant's side handed in and has not taken back."""
    rows = db.session.scalars(
        select(Evidence)
        .where(Evidence.case_id == case.id, Evidence.withdrawn_at.is_(None))
        .order_by(Evidence.id)
    )
    return [
        Attached(row.kind, row.name or "", kept_back=row.space is not Space.JOINT)
        for row in rows
        if SIDE_OF.get(row.by_role) is Side.COMPLAINANT
    ]
