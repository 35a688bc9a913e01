"""What lenders have answered."""

from typing import NamedTuple

from sqlalchemy import select

from mediation.db import db
from mediation.domain.permissions import Actor
from mediation.domain.spaces import reads_room
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


class Given(NamedTuple):
    """An answer, who gave it, and what it says to the body alone, where one may read that."""

    answer: LenderAnswer
    name: str
    to_body: str


def given(case: Case, *, actor: Actor) -> list[Given]:
    """Every answer on this case as `actor` may read it, the newest first."""
    rows = db.session.execute(
        select(LenderAnswer, Organisation.name)
        .join(Organisation, Organisation.id == LenderAnswer.organisation_id)
        .where(LenderAnswer.case_id == case.id)
        .order_by(LenderAnswer.number.desc())
    )
    return [Given(answer, name, _to_body(answer, case, actor)) for answer, name in rows]


def _to_body(answer: LenderAnswer, case: Case, actor: Actor) -> str:
    may_read = reads_room(actor, case, answer.organisation_id)
    return (answer.to_body or "") if may_read else ""
