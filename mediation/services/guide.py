"""Keeping whether an advice helped."""

from datetime import datetime

from mediation.db import db
from mediation.domain.guide import Guide, Leaf
from mediation.models.guide import AdviceRating


def rate_advice(leaf: Leaf, *, guide: Guide, useful: bool, now: datetime) -> AdviceRating:
    """One reader says whether this leaf helped; nothing is kept of who it was."""
    rating = AdviceRating(leaf=leaf.name, version=guide.version, useful=useful, rated_at=now)
    db.session.add(rating)
    return rating
