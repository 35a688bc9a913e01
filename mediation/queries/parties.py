"""The people and companies of a case."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.engine import Row

from mediation.db import db
from mediation.domain.parties import PartyKind
from mediation.models.accounts import Account
from mediation.models.cases import Case
from mediation.models.notices import Notice
from mediation.models.parties import Company, Party

FILED_FOR_YOU = "complaint_filed_for_you"


class Working(NamedTuple):
    """Who works on a case, by name; empty where nobody does yet."""

    officer: str
    mediator: str


def companies(case: Case) -> Sequence[Row]:
    """The companies of the loan that still stand in the case, the one that answers first."""
    return db.session.execute(_companies(), {"case": case.id}).all()


@cache
def _companies() -> Select:
    company = Company.__table__.c
    return (
        select(
            company.id,
            company.name,
            company.role,
            company.answers,
            company.organisation_id,
            company.own_reference,
            company.received_on,
        )
        .where(company.case_id == bindparam("case"), company.ended_at.is_(None))
        .order_by(company.answers.desc(), company.id)
    )


def answering(case: Case) -> Company | None:
    """The company that answers for the complaint, as it stands in the case."""
    return db.session.scalar(
        select(Company).where(
            Company.case_id == case.id,
            Company.organisation_id == case.lender_id,
            Company.answers.is_(True),
            Company.ended_at.is_(None),
        )
    )


def working_on(case: Case) -> Working:
    """The officer and the mediator of a case."""
    wanted = {"officer": case.officer_id, "mediator": case.mediator_id}
    rows = db.session.execute(_names(), wanted) if any(wanted.values()) else ()
    names = {row.id: Account.name.open(row.id, row[1]) for row in rows}
    return Working(names.get(case.officer_id, ""), names.get(case.mediator_id, ""))


@cache
def _names() -> Select:
    account = Account.__table__.c
    return select(account.id, account.name).where(
        account.id.in_([bindparam("officer"), bindparam("mediator")])
    )


def of_case(case: Case) -> Sequence[Party]:
    """The people on the complainant's side who still stand in the case."""
    return db.session.scalars(
        select(Party).where(Party.case_id == case.id, Party.ended_at.is_(None)).order_by(Party.id)
    ).all()


def told_of_filing(case: Case) -> bool | None:
    """Whether somebody was told that another filed for them; None where nobody was to be told.

    Whoever filed has proven their contact; the person for whom they did has not.
    """
    told = (
        select(Notice.id)
        .join(Case, Case.id == Notice.case_id)
        .where(Case.filing_id == case.filing_id, Notice.kind == FILED_FOR_YOU)
        .exists()
    )
    people = db.session.execute(
        select(Party.kind, Party.proven_at, told).where(
            Party.case_id == case.id, Party.ended_at.is_(None)
        )
    ).all()
    unasked = [kind for kind, proven, _ in people if kind is PartyKind.COMPLAINANT and not proven]
    filers = [kind for kind, proven, _ in people if proven]
    if not unasked or PartyKind.HEIR in filers:
        return None
    return bool(people[0][2])
