"""A company has its computers called, elsewhere, or no more."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import update

from mediation.db import db, new_id
from mediation.domain.errors import Refused
from mediation.domain.organisations import check_may_run
from mediation.domain.patience import ENDED
from mediation.domain.permissions import Actor
from mediation.domain.webhooks import check_address, check_may_register
from mediation.gateways.signing import new_secret
from mediation.models.notices import Notice, Webhook, blind_of_address
from mediation.queries.webhooks import hook_of
from mediation.services.doubles import refused_as


class Registered(NamedTuple):
    """A new webhook, and the secret that its owner is told this once."""

    hook: Webhook
    secret: str


def register_webhook(
    organisation_id: int,
    url: str,
    *,
    replaces: int | None,
    private: bool,
    actor: Actor,
    now: datetime,
) -> Registered:
    """Have a company's computers called at an address; `replaces` is the webhook seen before.

    Each has a secret of its own: whoever replaces an address makes the old secret worthless.
    Raises Refused: `webhook_changed_meanwhile`, and what `check_address` refuses.
    """
    check_may_register(actor, organisation_id)
    check_address(url, private=private)
    former = hook_of(organisation_id)
    if (former.id if former else None) != replaces:
        raise Refused("webhook_changed_meanwhile")
    secret = new_secret()
    if former is not None:
        former.ended_at = now
    hook = Webhook(
        id=new_id(),
        organisation_id=organisation_id,
        by_id=actor.account_id,
        made_at=now,
    )
    hook.url, hook.secret = url, secret
    with refused_as("webhook_changed_meanwhile"):  # The former one is ended before this is added.
        db.session.add(hook)
    return Registered(hook, secret)


def end_webhook(organisation_id: int, *, actor: Actor, now: datetime) -> None:
    """Call a company's computers no more; what still waited for them is left."""
    check_may_run(actor, organisation_id)
    running = (
        update(Webhook)
        .where(Webhook.organisation_id == organisation_id, Webhook.ended_at.is_(None))
        .values(ended_at=now)
        .returning(Webhook.id)
    )
    ended = db.session.scalar(running)
    if ended is None:
        raise Refused("webhook_ended_already")
    db.session.execute(
        update(Notice)
        .where(
            Notice.recipient_blind == blind_of_address(str(ended)),
            Notice.sent_at.is_(None),
            Notice.gave_up_at.is_(None),
        )
        .values(gave_up_at=now, error=ENDED)
    )
