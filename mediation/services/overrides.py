"""Lengths of this installation's own, for the deadlines that start from now on."""

from datetime import datetime

from mediation.db import db
from mediation.domain.clocks import Clock, clocks
from mediation.domain.errors import NotFound, Refused
from mediation.domain.lengths import Length, spelt
from mediation.domain.overrides import check_override, check_overrider
from mediation.domain.permissions import Actor
from mediation.models.deadlines import RuleOverride
from mediation.queries.calendar import overrides_now


def override_length(
    rule: str, length: Length, *, reason: str, actor: Actor, now: datetime
) -> RuleOverride:
    """Let the deadlines of a rule last otherwise here; those that run already stay as they are."""
    check_overrider(actor)
    check_override(_clock(rule), length)
    standing = overrides_now().get(rule)
    if standing is not None and standing.length == spelt(length):
        raise Refused("override_stands_already")
    return _add(rule, spelt(length), reason=reason, actor=actor, now=now)


def take_back_override(rule: str, *, reason: str, actor: Actor, now: datetime) -> RuleOverride:
    """Let the rule's own length hold again for what starts from now on."""
    check_overrider(actor)
    _clock(rule)
    if rule not in overrides_now():
        raise Refused("override_not_there")
    return _add(rule, None, reason=reason, actor=actor, now=now)


def _clock(rule: str) -> Clock:
    clock = clocks().get(rule)
    if clock is None:
        raise NotFound()
    return clock


def _add(
    rule: str, length: str | None, *, reason: str, actor: Actor, now: datetime
) -> RuleOverride:
    if not reason.strip():
        raise Refused("override_without_reason")
    row = RuleOverride(
        rule=rule, length=length, reason=reason.strip(), by_id=actor.account_id, at=now
    )
    db.session.add(row)
    return row
