"""Cases found by reference, name or number, among those that an actor may see."""

from collections.abc import Sequence

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased

from mediation.db import db
from mediation.domain.permissions import Actor
from mediation.domain.references import read_reference
from mediation.domain.roles import Desk
from mediation.domain.search import pieces_asked
from mediation.keyring import blind
from mediation.models.cases import Case, Seat
from mediation.models.parties import SearchToken

# Whoever stands outside the mediation body finds only by what is open to both sides.
INSIDERS = frozenset({Desk.OFFICER, Desk.MEDIATOR, Desk.COMPLAINANT})
HOLD_FEW = frozenset({Desk.MEDIATOR, Desk.COMPLAINANT, Desk.SUPERVISOR})


def token_of(piece: str) -> bytes:
    """The keyed fingerprint under which a piece is kept."""
    return blind("search", piece)[:8]


def found(words: str, *, actor: Actor, limit: int, before: int | None = None) -> Sequence[int]:
    """Keys of the actor's cases that hold all of `words`, newest first; one statement."""
    if reference := read_reference(words):
        return db.session.scalars(
            _own(select(Case.id), actor).where(Case.reference == reference)
        ).all()
    tokens = [token_of(piece) for piece in pieces_asked(words)]
    if not tokens:
        return []
    # Whoever holds a few hundred cases: those are looked through. A body holds a great part of
    # all: there the rarer thing is the token.
    if actor.desk in HOLD_FEW:
        key = Seat.case_id
        query = select(key).where(Seat.holder_id == actor.holder_id, Seat.desk == actor.desk)
    else:
        first = aliased(SearchToken)
        key = first.case_id
        query = select(key).where(first.token == tokens.pop(0), _open(first, actor))
        query = query.where(_seated(key, actor))
    for token in tokens:
        other = aliased(SearchToken)
        query = query.where(
            exists().where(other.token == token, other.case_id == key, _open(other, actor))
        )
    if before is not None:
        query = query.where(key < before)
    return db.session.scalars(query.order_by(key.desc()).limit(limit)).all()


def _open(token, actor: Actor):
    return token.case_id > 0 if actor.desk in INSIDERS else token.shared.is_(True)


def _seated(case_id, actor: Actor):
    return exists().where(
        Seat.case_id == case_id, Seat.holder_id == actor.holder_id, Seat.desk == actor.desk
    )


def _own(query, actor: Actor):
    return query.join(
        Seat,
        and_(
            Seat.case_id == Case.id,
            Seat.holder_id == actor.holder_id,
            Seat.desk == actor.desk,
        ),
    )
