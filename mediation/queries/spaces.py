"""What makes a row of a case readable: the space in which it lies, and whose room that is."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_

from mediation.domain.permissions import Actor
from mediation.domain.roles import LENDERS, Role
from mediation.domain.spaces import Space


def readable(columns: Any, role: Role, spaces: tuple[Space, ...]) -> ColumnElement[bool]:
    """Whether a row lies in one of these spaces; of companies' rooms a company reads its own."""
    if role not in LENDERS:
        return columns.space.in_(spaces)
    own = and_(columns.space == Space.LENDER, columns.organisation_id == bindparam("organisation"))
    return or_(columns.space.in_([space for space in spaces if space is not Space.LENDER]), own)


def reader_values(actor: Actor) -> dict[str, Any]:
    """What `readable` and its neighbours must know of the reader."""
    return {"account": actor.account_id, "organisation": actor.organisation_id}
