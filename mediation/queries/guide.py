"""How useful readers found the advice of the guide."""

from typing import NamedTuple

from sqlalchemy import func, select

from mediation.db import db
from mediation.models.guide import AdviceRating


class Usefulness(NamedTuple):
    """How often a leaf was said to have helped, and not."""

    leaf: str
    yes: int
    no: int


def usefulness(version: str) -> list[Usefulness]:
    """The answers to each rated leaf of one version, the least useful first."""
    rows = db.session.execute(
        select(AdviceRating.leaf, AdviceRating.useful, func.count())
        .where(AdviceRating.version == version)
        .group_by(AdviceRating.leaf, AdviceRating.useful)
    )
    counts: dict[str, dict[bool, int]] = {}
    for leaf, useful, count in rows:
        counts.setdefault(leaf, {})[useful] = count
    found = [Usefulness(leaf, by.get(True, 0), by.get(False, 0)) for leaf, by in counts.items()]
    return sorted(found, key=lambda row: (row.yes / (row.yes + row.no), row.leaf))
