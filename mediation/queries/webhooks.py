"""Where the computers of a company are called."""

from sqlalchemy import select

from mediation.db import db
from mediation.models.notices import Silenced, Webhook, blind_of_address


def hook_of(organisation_id: int) -> Webhook | None:
    """The webhook that a company has now."""
    return db.session.scalar(
        select(Webhook)
        .where(Webhook.organisation_id == organisation_id, Webhook.ended_at.is_(None))
        .execution_options(populate_existing=True)
    )


def hook_now(recipient: str) -> Webhook | None:
    """The webhook that took the place of the one with this id, or that one itself.

    A notice names its webhook by id, so that address and secret are those of the moment at which
    it leaves. None: the company has none any more.
    """
    running = select(Webhook).where(
        Webhook.organisation_id
        == select(Webhook.organisation_id).where(Webhook.id == int(recipient)).scalar_subquery(),
        Webhook.ended_at.is_(None),
    )
    return db.session.scalar(running)


def is_gone(hook: Webhook) -> bool:
    """Whether its server said that nobody wants to be called there any more."""
    silenced = select(Silenced.id).where(
        Silenced.recipient_blind == blind_of_address(str(hook.id)), Silenced.ended_at.is_(None)
    )
    return db.session.scalar(silenced) is not None
