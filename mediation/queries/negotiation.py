"""Offers of a case: the ledger, the one that stands, and those whose time is over."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, select

from mediation.db import db
from mediation.domain.lifecycle import Stage
from mediation.domain.negotiation import OfferAnswer
from mediation.models.cases import Case
from mediation.models.negotiation import Offer, OfferEnd

PAGE = 50


class Entry(NamedTuple):
    """An offer, and what became of it if anything did."""

    offer: Offer
    end: OfferEnd | None


def ledger(case: Case) -> list[Entry]:
    """The case's offers, newest first, each with its end; one statement."""
    rows = db.session.execute(_with_end(case).order_by(Offer.number.desc()).limit(PAGE))
    return [Entry(*row) for row in rows]


def by_id(case: Case, offer_id: int) -> Entry | None:
    """This offer of this case."""
    row = db.session.execute(_with_end(case).where(Offer.id == offer_id)).first()
    return Entry(*row) if row else None


def unended(case: Case) -> Offer | None:
    """The offer of which nothing has become yet; there is at most one in a case."""
    return db.session.scalar(
        select(Offer)
        .outerjoin(OfferEnd, OfferEnd.offer_id == Offer.id)
        .where(Offer.case_id == case.id, OfferEnd.id.is_(None))
    )


def accepted(case: Case) -> Offer | None:
    """The offer that was accepted last: what an agreement is drafted from."""
    return db.session.scalar(
        select(Offer)
        .join(OfferEnd, OfferEnd.offer_id == Offer.id)
        .where(Offer.case_id == case.id, OfferEnd.answer == OfferAnswer.ACCEPTED)
        .order_by(Offer.number.desc())
        .limit(1)
    )


def last_number(case: Case) -> int:
    """The number of the newest offer; 0 before the first."""
    newest = select(Offer.number).where(Offer.case_id == case.id)
    return db.session.scalar(newest.order_by(Offer.number.desc()).limit(1)) or 0


def lapsed(*, as_of: datetime) -> Select[tuple[Offer]]:
    """Offers whose time is over and of which nothing has become; a closed case keeps its own."""
    return (
        select(Offer)
        .join(Case, Case.id == Offer.case_id)
        .outerjoin(OfferEnd, OfferEnd.offer_id == Offer.id)
        .where(
            Offer.stands_until_at <= as_of,
            OfferEnd.id.is_(None),
            Case.stage != Stage.CLOSED,
        )
    )


def _with_end(case: Case) -> Select[tuple[Offer, OfferEnd]]:
    return (
        select(Offer, OfferEnd)
        .outerjoin(OfferEnd, OfferEnd.offer_id == Offer.id)
        .where(Offer.case_id == case.id)
    )
