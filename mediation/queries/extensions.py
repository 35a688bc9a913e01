"""Proposals of more time, and who has said yes to them."""

from sqlalchemy import select

from mediation.db import db
from mediation.domain.spaces import Side
from mediation.models.cases import Case
from mediation.models.deadlines import ExtensionProposal


def open_proposal(deadline_id: int) -> ExtensionProposal | None:
    """The proposal about this clock that still waits for a yes."""
    return db.session.scalar(
        select(ExtensionProposal).where(
            ExtensionProposal.deadline_id == deadline_id, ExtensionProposal.ended_at.is_(None)
        )
    )


def proposal(case: Case, proposal_id: int) -> ExtensionProposal | None:
    """A proposal of this case."""
    return db.session.scalar(
        select(ExtensionProposal).where(
            ExtensionProposal.id == proposal_id, ExtensionProposal.case_id == case.id
        )
    )


def agreeing(found: ExtensionProposal) -> list[Side]:
    """The sides whose recorded yes there is."""
    said = {
        Side.COMPLAINANT: found.complainant_agreed_at,
        Side.LENDER: found.lender_agreed_at,
    }
    return [side for side, at in said.items() if at is not None]
