"""Cases as somebody without an account asks for them: by number, before anything is proven."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from mediation.db import db
from mediation.domain.accounts import same_address
from mediation.domain.permissions import system
from mediation.keyring import blind
from mediation.models.cases import Case
from mediation.models.parties import Party
from mediation.queries.cases import visible_to


def asked_for(reference: str) -> Case | None:
    """The case with this number. Whoever calls this must still prove that it is theirs."""
    found = visible_to(system()).where(Case.reference == reference)
    return db.session.execute(found).scalar_one_or_none()


def parties_reached_at(case_id: int, contact: str) -> Sequence[Party]:
    """Those on the complainant's side who gave this telephone number or e-mail address."""
    return db.session.scalars(
        select(Party)
        .where(
            Party.case_id == case_id,
            Party.ended_at.is_(None),
            or_(
                Party.phone_blind == blind("phone", contact),
                Party.email_blind == blind("email", same_address(contact)),
            ),
        )
        .order_by(Party.id)
    ).all()
