"""Open cases without any clock, and all from which their clocks can be found again."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select

from mediation.db import db
from mediation.domain.events import Event
from mediation.domain.lifecycle import OPEN
from mediation.domain.roles import LenderKind
from mediation.models.assignment import Assignment, Willingness
from mediation.models.cases import Case
from mediation.models.deadlines import Deadline
from mediation.models.history import History
from mediation.models.negotiation import Offer, OfferEnd
from mediation.models.organisations import Organisation
from mediation.models.repayment import Instalment
from mediation.models.settlement import Agreement, Signature


def clockless() -> Select[Any]:
    """Open cases that have no deadline at all, as they stood before there were any."""
    known = exists().where(Deadline.case_id == Case.id)
    return select(Case).where(Case.stage.in_(sorted(OPEN)), ~known)


class Past:
    """What happened to some cases, and the papers that still wait; one statement a kind."""

    def __init__(self, cases: Sequence[Case]) -> None:
        ids = [case.id for case in cases]
        self.events = _by_case(
            select(History.case_id, History.number, History.event, History.at)
            .where(History.case_id.in_(ids))
            .order_by(History.case_id, History.number)
        )
        self.questions = _rows(Willingness, ids, Willingness.ended_at.is_(None))
        self.assigned = _rows(Assignment, ids, Assignment.ended_at.is_(None))
        unended = ~exists().where(OfferEnd.offer_id == Offer.id)
        self.offers = _rows(Offer, ids, unended)
        self.agreements = _rows(
            Agreement, ids, Agreement.bound_at.is_(None), Agreement.ended_at.is_(None)
        )
        self.signatures = _by_case(
            select(Signature.case_id, Signature.agreement_id, Signature.side).where(
                Signature.case_id.in_(ids)
            )
        )
        self.instalments = _rows(Instalment, ids, Instalment.settled_at.is_(None))
        self.kinds = _kinds({case.lender_id for case in cases} - {None})

    def happened(self, case: Case) -> Iterable[tuple[int, Event, datetime]]:
        """The history of a case in order."""
        return ((row.number, Event(row.event), row.at) for row in self.events[case.id])

    def signed(self, agreement: Agreement) -> set[Any]:
        """The sides that have signed this text."""
        rows = self.signatures[agreement.case_id]
        return {row.side for row in rows if row.agreement_id == agreement.id}


def _by_case(query: Select[Any]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in db.session.execute(query):
        found[row.case_id].append(row)
    return found


def _rows(model: Any, ids: Collection[int], *which: Any) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in db.session.scalars(select(model).where(model.case_id.in_(ids), *which)):
        found[row.case_id].append(row)
    return found


def _kinds(ids: Collection[int | None]) -> dict[int | None, LenderKind | None]:
    rows = db.session.execute(
        select(Organisation.id, Organisation.lender_kind).where(Organisation.id.in_(ids))
    )
    return {row.id: row.lender_kind for row in rows}
