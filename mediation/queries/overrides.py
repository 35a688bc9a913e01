"""Lengths of this installation's own, with whoever set them."""

from typing import NamedTuple

from sqlalchemy import Select, select

from mediation.db import db
from mediation.models.accounts import Account
from mediation.models.deadlines import RuleOverride
from mediation.queries.calendar import standing_overrides


class OwnLength(NamedTuple):
    """One length with its author; without a person it came from the command line."""

    override: RuleOverride
    by: Account | None


def own_lengths() -> dict[str, OwnLength]:
    """What holds now, by the ids of the rules; one statement."""
    found = [OwnLength(*row) for row in db.session.execute(_with_author(standing_overrides()))]
    return {own.override.rule: own for own in found}


def changes_of(rule: str) -> list[OwnLength]:
    """Every change of one rule's length, newest first; one statement."""
    asked = (
        select(RuleOverride)
        .where(RuleOverride.rule == rule)
        .order_by(RuleOverride.at.desc(), RuleOverride.id.desc())
    )
    return [OwnLength(*row) for row in db.session.execute(_with_author(asked))]


def _with_author(asked: Select[tuple[RuleOverride]]) -> Select[tuple[RuleOverride, Account]]:
    return asked.add_columns(Account).outerjoin(Account, Account.id == RuleOverride.by_id)
