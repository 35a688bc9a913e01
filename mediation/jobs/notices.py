"""Emptying the outbox."""

import json
import logging
from datetime import datetime

from flask import current_app

from mediation.gateways.channels import hand_over
from mediation.gateways.post import Post, Undeliverable
from mediation.jobs.timetable import Counts
from mediation.keyring import SealBroken
from mediation.models.notices import Notice
from mediation.queries.notices import is_anything_waiting
from mediation.services.outbox import claim_notices, mark_sent
from mediation.transaction import transaction
from mediation.wording.notices import letter

log = logging.getLogger(__name__)

# A server that does not answer, an address nobody can have, a fact that a sentence asks for in
# vain, a row that was tampered with: none of them may hold up the messages behind it.
FAILURES = (OSError, ValueError, LookupError, TypeError, SealBroken, Undeliverable)


def deliver_notices(now: datetime) -> Counts:
    """Hand over all that waits in the outbox, each message once.

    A message is claimed before it is handed over and marked after: if this process dies between
    the two, it is handed over again, under the same name and number, when the claim is stale.
    """
    counts = Counts()
    while is_anything_waiting(as_of=now):
        with transaction():
            taken = claim_notices(now=now)
        if not taken:
            break
        sent = [notice for notice in taken if _delivered(notice, now)]
        with transaction():
            for notice in sent:
                mark_sent(notice, now=now)
        counts += Counts(handled=len(taken), failed=len(taken) - len(sent))
    return counts


def _delivered(notice: Notice, now: datetime) -> bool:
    """Whether the message could be handed over; if not, it waits for the next try."""
    try:
        hand_over(_post(notice, now))
    except FAILURES as failure:
        log.error("notice %s (%s): %s", notice.id, notice.kind, type(failure).__name__)
        return False
    return True


def _post(notice: Notice, now: datetime) -> Post:
    words = letter(
        notice.kind,
        notice.channel,
        json.loads(notice.facts or "{}"),
        locale=notice.locale,
        zone=current_app.config["TIMEZONE"],
        base_url=current_app.config["BASE_URL"],
        now=now,
    )
    return Post(
        id=notice.id,
        channel=notice.channel,
        recipient=notice.recipient or "",
        subject=words.subject,
        body=words.body,
        written_at=notice.written_at,
        language=notice.locale.replace("_", "-"),
    )
