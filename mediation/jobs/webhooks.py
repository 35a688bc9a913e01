"""What a company's computers are told by one notice, and where they are now."""

from collections.abc import Mapping
from typing import Any

from mediation.domain.webhooks import message
from mediation.gateways.post import Post, Undeliverable
from mediation.models.notices import Notice
from mediation.queries.outbox import Taken
from mediation.queries.webhooks import hook_now


def call_of(notice: Taken, facts: Mapping[str, Any], *, base_url: str) -> Post:
    """The call that one notice becomes; its recipient is the id of a webhook."""
    hook = hook_now(Notice.recipient.open(notice.id, notice.recipient) or "")
    if hook is None:
        raise Undeliverable("gone")
    link = base_url.rstrip("/") + str(facts.get("path", ""))
    reference, at = facts.get("reference"), notice.written_at
    return Post(
        id=notice.id,
        channel=notice.channel,
        recipient=hook.url or "",
        subject="",
        body=message(notice.kind, reference=reference, at=at, link=link),
        written_at=at,
        language="",
        secret=hook.secret or "",
    )
