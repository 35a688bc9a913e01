"""What the same proven contact filed or began about the same company; told to nobody else."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, select, true

from mediation.db import db
from mediation.domain.intake import rules_of_filing
from mediation.domain.lifecycle import Stage
from mediation.domain.permissions import Actor
from mediation.domain.twins import Subject, shared_company, subject_of
from mediation.models.cases import Case
from mediation.models.intake import Draft
from mediation.models.parties import Company, Party
from mediation.queries.cases import visible_to
from mediation.queries.intake import content_of, drafts_of

FOUND = 12


class Twin(NamedTuple):
    """A complaint of the same contact about the same company; a draft has no reference."""

    company: str
    at: datetime
    reference: str | None = None
    draft_id: int | None = None


class Related(NamedTuple):
    """Another open case of the same person about the same company."""

    reference: str
    company: str
    filed_at: datetime
    stage: Stage


def twins_of(draft: Draft, *, as_of: datetime) -> list[Twin]:
    """What the same contact filed, or began, about the same companies not long ago.

    The same is only what answered at the very address that answered here: what is merely typed
    beside a proven address may be anybody's, and nobody learns by it that there is something.
    """
    mine = _subject_in(content_of(draft))
    if draft.proven_blind is None or not any(mine):
        return []
    since = as_of - rules_of_filing().duplicates_within
    return [*_filed_twins(draft, mine, since), *_begun_twins(draft, mine, since, as_of)]


def may_be_taken_up(draft: Draft, *, here: Draft | None, actor: Actor, as_of: datetime) -> bool:
    """Whether whoever writes `here` may go on with `draft`: of their account, or a twin."""
    own = {here.id} if here is not None and here.filing_id is None else set()
    own |= {each.id for each in drafts_of(actor, as_of=as_of)}
    if draft.id in own:
        return True
    twins = twins_of(here, as_of=as_of) if here is not None and here.filing_id is None else []
    return any(twin.draft_id == draft.id for twin in twins)


def related_cases(case: Case, *, actor: Actor) -> list[Related]:
    """Open cases that `actor` may see, of the same proven contact about the same company."""
    contacts = select(Party.proven_blind).where(
        Party.case_id == case.id, Party.proven_blind.is_not(None)
    )
    rows = db.session.scalars(
        visible_to(actor)
        .where(
            Case.id != case.id,
            Case.stage != Stage.CLOSED,
            Case.id.in_(select(Party.case_id).where(Party.proven_blind.in_(contacts))),
        )
        .order_by(Case.filed_at.desc())
        .limit(FOUND)
    ).all()
    subjects = _subjects_of([case, *rows])
    found = []
    for row in rows:
        company = shared_company(subjects[case.id], subjects[row.id])
        if company is not None:
            found.append(Related(row.reference, company, row.filed_at, row.stage))
    return found


def _subject_in(content: dict[str, Any]) -> Subject:
    """What a draft is about."""
    loans = content.get("answers", {}).get("loans") or []
    companies = [
        (row.get("organisation_id"), row["name"]) for loan in loans for row in loan["companies"]
    ]
    return subject_of(companies, (loan.get("contract") for loan in loans))


def _subjects_of(found: Sequence[Case]) -> dict[int, Subject]:
    """What each of these cases is about; one statement."""
    companies: dict[int, list[tuple[int | None, str]]] = {case.id: [] for case in found}
    rows = db.session.execute(
        select(Company.case_id, Company.organisation_id, Company.name)
        .where(Company.case_id.in_(companies), Company.ended_at.is_(None))
        .order_by(Company.id)
    )
    for case_id, organisation_id, name in rows:
        companies[case_id].append((organisation_id, name))
    return {
        case.id: subject_of(
            companies[case.id], [json.loads(case.answers or "{}").get("loan", {}).get("contract")]
        )
        for case in found
    }


def _filed_twins(draft: Draft, mine: Subject, since: datetime) -> list[Twin]:
    rows = db.session.scalars(
        select(Case)
        .where(
            exists().where(Party.case_id == Case.id, Party.proven_blind == draft.proven_blind),
            Case.filed_at >= since,
            # An officer learns of no case of another body, whomever they vouch for.
            Case.body_id == draft.body_id if draft.entered_by_id else true(),
        )
        .order_by(Case.filed_at.desc())
        .limit(FOUND)
    ).all()
    subjects = _subjects_of(rows) if rows else {}
    shared = [(row, shared_company(mine, subjects[row.id])) for row in rows]
    return [
        Twin(company, row.filed_at, reference=row.reference)
        for row, company in shared
        if company is not None
    ]


def _begun_twins(draft: Draft, mine: Subject, since: datetime, as_of: datetime) -> list[Twin]:
    others = db.session.scalars(
        select(Draft)
        .where(
            Draft.proven_blind == draft.proven_blind,
            Draft.id != draft.id,
            Draft.filing_id.is_(None),
            # What an officer writes for somebody, only that officer goes on with.
            Draft.entered_by_id.is_not_distinct_from(draft.entered_by_id),
            Draft.body_id == draft.body_id if draft.entered_by_id else true(),
            Draft.saved_at >= since,
            Draft.expires_at > as_of,
        )
        .order_by(Draft.saved_at.desc())
        .limit(FOUND)
    )
    shared = [(other, shared_company(mine, _subject_in(content_of(other)))) for other in others]
    return [
        Twin(company, other.saved_at, draft_id=other.id)
        for other, company in shared
        if company is not None
    ]
