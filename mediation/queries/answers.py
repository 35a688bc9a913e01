"""What lenders have answered."""

from sqlalchemy import select
from sqlalchemy.engine import Row

from mediation.db import db
from mediation.models.admission import LenderAnswer
from mediation.models.cases import Case
from mediation.models.organisations import Organisation


def last(case: Case) -> LenderAnswer | None:
    """The newest answer on this case."""
    return db.session.scalar(
        select(LenderAnswer)
        .where(LenderAnswer.case_id == case.id)
        .order_by(LenderAnswer.number.desc())
        .limit(1)
    )


def given(case: Case) -> list[Row[tuple[LenderAnswer, str]]]:
    """Every answer on this case with the name of who gave it, the newest first."""
    return list(
        db.session.execute(
            select(LenderAnswer, Organisation.name)
            .join(Organisation, Organisation.id == LenderAnswer.organisation_id)
            .where(LenderAnswer.case_id == case.id)
            .order_by(LenderAnswer.number.desc())
        )
    )
