"""What is recorded of a case's way to court."""

from sqlalchemy import select

from mediation.db import db
from mediation.domain.court import BEGINS_ANEW, CourtStep
from mediation.domain.events import Event
from mediation.models.arbitration import CourtRecord
from mediation.models.cases import Case
from mediation.models.history import History
from mediation.models.organisations import Organisation


def records(case: Case) -> list[CourtRecord]:
    """Certificate, papers and results, the latest first."""
    rows = db.session.scalars(
        select(CourtRecord).where(CourtRecord.case_id == case.id).order_by(CourtRecord.id.desc())
    )
    return list(rows)


def certificate(case: Case) -> CourtRecord | None:
    """The certificate that there was no settlement, if one was issued."""
    return db.session.scalar(
        select(CourtRecord)
        .where(CourtRecord.case_id == case.id, CourtRecord.kind == CourtStep.CERTIFICATE)
        .order_by(CourtRecord.id.desc())
        .limit(1)
    )


def is_certified(case: Case) -> bool:
    """Whether the certificate was issued since the case last began anew."""
    newest = db.session.scalar(
        select(History.event)
        .where(
            History.case_id == case.id,
            History.event.in_([Event.CERTIFICATE_ISSUED, *BEGINS_ANEW]),
        )
        .order_by(History.number.desc())
        .limit(1)
    )
    return newest == Event.CERTIFICATE_ISSUED


def body_of(case: Case) -> Organisation:
    """The mediation body that has the case."""
    return db.session.get_one(Organisation, case.body_id)
