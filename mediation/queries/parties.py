"""The people and companies of a case."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.engine import Row

from mediation.db import db
from mediation.models.accounts import Account
from mediation.models.cases import Case
from mediation.models.parties import Company, Party


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
        select(company.id, company.name, company.role, company.answers, company.organisation_id)
        .where(company.case_id == bindparam("case"), company.ended_at.is_(None))
        .order_by(company.answers.desc(), company.id)
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
