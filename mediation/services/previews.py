"""Sending oneself a message of a kind, to see how it arrives."""

from datetime import datetime

from mediation.db import new_id
from mediation.domain.accounts import Throttle
from mediation.domain.errors import NotFound, NotPermitted, Refused
from mediation.domain.notices import Channel, kinds
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.models.accounts import Account
from mediation.queries.accounts import by_id
from mediation.services.notices import tell
from mediation.services.throttle import check_throttle, count_failure
from mediation.wording.previews import sample_facts

TESTED = (Channel.MAIL, Channel.SMS)


def tested_by(kind: str) -> list[Channel]:
    """The channels by which a kind can be sent to oneself."""
    return [channel for channel in TESTED if channel in kinds()[kind].channels]


def send_test_notice(
    kind: str, channel: Channel, *, locale: str, actor: Actor, now: datetime
) -> None:
    """Send an administrator one message with invented facts, to their own address or number.

    Every one counts, right or wrong, so that nobody floods even themselves. Raises Throttled.
    """
    if actor.role is not Role.ADMIN:
        raise NotPermitted("not_permitted")
    if kind not in kinds():
        raise NotFound()
    if channel not in tested_by(kind):
        raise Refused("test_by_no_such_channel")
    account = by_id(actor.account_id or 0)
    recipient = _reach(account, channel) if account is not None else ""
    if not recipient:
        raise Refused("test_without_number")
    check_throttle(Throttle.TEST, str(actor.account_id), now=now)
    count_failure(Throttle.TEST, str(actor.account_id), now=now)
    tell(
        kind,
        key=f"test/{new_id()}",
        channel=channel,
        recipient=recipient,
        locale=locale,
        now=now,
        **(sample_facts(kind, locale=locale, now=now) | {"is_test": True}),
    )


def _reach(account: Account, channel: Channel) -> str:
    return (account.email if channel is Channel.MAIL else account.phone) or ""
