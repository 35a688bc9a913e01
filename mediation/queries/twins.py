"""What the same proven contact filed or began about the same company; told to nobody else."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, select, true

from mediation.db import db
from mediation.domain.intake import rules_of_filing
from mediation.domain.permissions import Actor
from mediation.models.cases import Case
from mediation.models.intake import Draft
from mediation.models.parties import Company, Party
from mediation.queries.intake import content_of, drafts_of

FOUND = 12


class Twin(NamedTuple):
    """A complaint of the same contact about the same company; a draft has no reference."""

    company: str
    at: datetime
    reference: str | None = None
    draft_id: int | None = None


def twins_of(draft: Draft, *, as_of: datetime) -> list[Twin]:
    """What the same contact filed, or began, about the same companies not long ago.

    The same is only what answered at the very address that answered here: what is merely typed
    beside a proven address may be anybody's, and nobody learns by it that there is something.
    """
    named = companies_in(content_of(draft))
    if draft.proven_blind is None or not named:
        return []
    since = as_of - rules_of_filing().duplicates_within
    return [*_filed_twins(draft, named, since), *_begun_twins(draft, named, since, as_of)]


def may_be_taken_up(draft: Draft, *, here: Draft | None, actor: Actor, as_of: datetime) -> bool:
    """Whether whoever writes `here` may go on with `draft`: of their account, or a twin."""
    own = {here.id} if here is not None and here.filing_id is None else set()
    own |= {each.id for each in drafts_of(actor, as_of=as_of)}
    if draft.id in own:
        return True
    twins = twins_of(here, as_of=as_of) if here is not None and here.filing_id is None else []
    return any(twin.draft_id == draft.id for twin in twins)


def companies_in(content: dict[str, Any]) -> dict[int, str]:
    """The known companies that a draft names."""
    loans = content.get("answers", {}).get("loans") or []
    return {
        row["organisation_id"]: row["name"]
        for loan in loans
        for row in loan["companies"]
        if row.get("organisation_id")
    }


def _filed_twins(draft: Draft, named: dict[int, str], since: datetime) -> list[Twin]:
    rows = db.session.execute(
        select(Case.reference, Case.filed_at, func.min(Company.name))
        .join(Company, and_(Company.case_id == Case.id, Company.organisation_id.in_(named)))
        .where(
            exists().where(Party.case_id == Case.id, Party.proven_blind == draft.proven_blind),
            Case.filed_at >= since,
            # An officer learns of no case of another body, whomever they vouch for.
            Case.body_id == draft.body_id if draft.entered_by_id else true(),
        )
        .group_by(Case.reference, Case.filed_at)
        .order_by(Case.filed_at.desc())
        .limit(FOUND)
    )
    return [Twin(company, filed_at, reference=reference) for reference, filed_at, company in rows]


def _begun_twins(
    draft: Draft, named: dict[int, str], since: datetime, as_of: datetime
) -> list[Twin]:
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
    found = []
    for other in others:
        shared = [name for key, name in companies_in(content_of(other)).items() if key in named]
        if shared:
            found.append(Twin(shared[0], other.saved_at, draft_id=other.id))
    return found
