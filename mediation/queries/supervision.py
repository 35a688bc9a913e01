"""Which cases are open to which supervisor, and on which written demand."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, select

from mediation.db import db
from mediation.models.cases import Case
from mediation.models.organisations import Organisation
from mediation.models.supervision import Handover


class Opened(NamedTuple):
    """A demand that runs, and the supervisor that made it."""

    handover: Handover
    supervisor: Organisation


def running(case: Case) -> list[Opened]:
    """To whom the case is open now, the oldest first."""
    rows = db.session.execute(
        select(Handover, Organisation)
        .join(Organisation, Organisation.id == Handover.organisation_id)
        .where(Handover.case_id == case.id, Handover.ended_at.is_(None))
        .order_by(Handover.id)
    )
    return [Opened(*row) for row in rows]


def expired(*, today: date) -> Select[Handover]:
    """The demands whose last day is over."""
    return select(Handover).where(Handover.ended_at.is_(None), Handover.expires_on < today)
