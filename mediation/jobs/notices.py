"""Emptying the outbox."""

import json
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import current_app

from mediation.domain.leases import Watch
from mediation.gateways.channels import hand_over
from mediation.gateways.post import Post, Undeliverable
from mediation.jobs.timetable import Counts
from mediation.keyring import SealBroken
from mediation.models.notices import Notice
from mediation.queries.outbox import Taken, held, is_anything_free
from mediation.services.outbox import Claim, claim_notices, mark_sent, release_notices
from mediation.transaction import transaction
from mediation.wording.notices import letter

log = logging.getLogger(__name__)

# A server that does not answer, an address nobody can have, a fact that a sentence asks for in
# vain, a row that was tampered with: none of them may hold up the messages behind it.
FAILURES = (OSError, ValueError, LookupError, TypeError, SealBroken, Undeliverable)


def deliver_notices(now: datetime) -> Counts:
    """Hand over all that waits in the outbox, each message once."""
    lease = float(current_app.config["NOTICE_LEASE_SECONDS"])
    courier: Courier = current_app.extensions.setdefault("courier", Courier(lease))
    return courier.deliver(now)


class Courier:
    """Hands over what this process has claimed; any number of processes may do so.

    A message is claimed before it is handed over and marked right after. Another process takes
    it over when it has watched the same claim for a whole lease; whoever claimed it has given up
    by then, since nothing is handed over under a claim older than half a lease. Both measure by
    their own steady clock, so that no wall clock makes two of them send the same. Whoever dies
    between handing over and marking leaves the message to be sent again under the same number.
    """

    def __init__(self, lease: float, steady: Callable[[], float] = time.monotonic) -> None:
        self.watch = Watch(lease)
        self.steady = steady
        self._unmarked: list[tuple[Taken, int]] = []

    def deliver(self, now: datetime) -> Counts:
        """Hand over what waits, and what comes meanwhile; times go on from `now`."""
        began, counts = self.steady(), Counts()
        moment = now
        self._mark(moment)
        while claim := self._claim(moment):
            counts += self._hand_over_all(claim, moment)
            moment = now + timedelta(seconds=int(self.steady() - began))
        return counts

    def _claim(self, now: datetime) -> tuple[Claim, float] | None:
        claimed = self.steady()
        self.watch.look(held(), at=claimed)
        abandoned = self.watch.abandoned(at=claimed)
        if not abandoned and not is_anything_free(as_of=now):
            return None
        with transaction():
            claim = claim_notices(abandoned=abandoned, now=now)
        return (claim, claimed) if claim.taken else None

    def _hand_over_all(self, claimed: tuple[Claim, float], now: datetime) -> Counts:
        claim, since = claimed
        counts = Counts()
        for place, notice in enumerate(claim.taken):
            if not self.watch.is_fresh(since, at=self.steady()):
                with transaction():
                    release_notices(claim, claim.taken[place:])
                break
            counts += self._hand_over(notice, claim, now)
        return counts

    def _hand_over(self, notice: Taken, claim: Claim, now: datetime) -> Counts:
        try:
            hand_over(_post(notice, now))
        except FAILURES as failure:
            log.error("notice %s (%s): %s", notice.id, notice.kind, type(failure).__name__)
            return Counts(handled=1, failed=1)
        self._unmarked.append((notice, claim.id))
        self._mark(now)
        return Counts(handled=1)

    def _mark(self, now: datetime) -> None:
        """Mark what was handed over; where the database is away, at the next turn."""
        if self._unmarked:
            with transaction():
                for notice, claim_id in self._unmarked:
                    mark_sent(notice, claim_id=claim_id, now=now)
            self._unmarked.clear()


def _post(notice: Taken, now: datetime) -> Post:
    words = letter(
        notice.kind,
        notice.channel,
        json.loads(Notice.facts.open(notice.id, notice.facts) or "{}"),
        locale=notice.locale,
        zone=current_app.config["TIMEZONE"],
        base_url=current_app.config["BASE_URL"],
        now=now,
    )
    return Post(
        id=notice.id,
        channel=notice.channel,
        recipient=Notice.recipient.open(notice.id, notice.recipient) or "",
        subject=words.subject,
        body=words.body,
        written_at=notice.written_at,
        language=notice.locale.replace("_", "-"),
    )
