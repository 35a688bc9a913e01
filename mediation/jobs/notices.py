"""Emptying the outbox."""

import json
import logging
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import current_app

from mediation.domain.leases import Watch
from mediation.domain.patience import BAD_ROW, FAULT, NO_ANSWER, SILENCED
from mediation.gateways.channels import hand_over
from mediation.gateways.post import Post, Undeliverable
from mediation.jobs.timetable import Counts
from mediation.models.notices import Notice
from mediation.queries.outbox import Taken, held, is_anything_free
from mediation.services.outbox import (
    Claim,
    claim_notices,
    give_up,
    mark_sent,
    put_off,
    release_notices,
)
from mediation.transaction import transaction
from mediation.wording.notices import letter

log = logging.getLogger(__name__)

# What leaves within so many seconds is marked together: every commit waits for the disk.
A_MOMENT = 0.03

# A channel that gave no answer so often is left alone until what it has now is due again.
PATIENT = 2


def deliver_notices(now: datetime) -> Counts:
    """Hand over all that waits in the outbox, each message once."""
    lease = float(current_app.config["NOTICE_LEASE_SECONDS"])
    courier: Courier = current_app.extensions.setdefault("courier", Courier(lease))
    return courier.deliver(now)


class Courier:
    """Hands over what this process has claimed; any number of processes may do so.

    A message is claimed before it is handed over and marked a moment after. Another process takes
    it over when it has watched the same claim for a whole lease; whoever claimed it has given up
    by then, since nothing is handed over under a claim older than half a lease. Both measure by
    their own steady clock, so that no wall clock makes two of them send the same. Whoever dies
    between handing over and marking leaves the message to be sent again under the same number.
    """

    def __init__(self, lease: float, steady: Callable[[], float] = time.monotonic) -> None:
        self.watch = Watch(lease)
        self.steady = steady
        self._unmarked: list[tuple[Taken, int]] = []
        self._marked = steady()
        self._unanswered: Counter[str] = Counter()

    def deliver(self, now: datetime) -> Counts:
        """Hand over what waits, and what comes meanwhile; times go on from `now`."""
        began, counts = self.steady(), Counts()
        moment = now
        self._mark(moment)
        self._unanswered.clear()
        while claimed := self._claim(moment):
            counts += self._hand_over_all(*claimed, moment)
            moment = now + timedelta(seconds=int(self.steady() - began))
        return counts

    def _claim(self, now: datetime) -> tuple[Claim, float] | None:
        since = self.steady()
        self.watch.look(held(), at=since)
        abandoned = self.watch.abandoned(at=since)
        if not abandoned and not is_anything_free(as_of=now):
            return None
        with transaction():
            claim = claim_notices(abandoned=abandoned, now=now)
        return (claim, since) if claim.taken else None

    def _hand_over_all(self, claim: Claim, since: float, now: datetime) -> Counts:
        counts = Counts()
        for place, notice in enumerate(claim.taken):
            if not self.watch.is_fresh(since, at=self.steady()):
                with transaction():
                    release_notices(claim, claim.taken[place:])
                break
            failure = self._failure(notice, claim, now)
            counts += Counts(handled=1, failed=int(failure is not None))
            if failure is None:
                self._unmarked.append((notice, claim.id))
            else:
                self._fail(notice, failure, claim, now)
            if self.steady() - self._marked > A_MOMENT:
                self._mark(now)
        self._mark(now)
        return counts

    def _failure(self, notice: Taken, claim: Claim, now: datetime) -> Exception | None:
        """Hand one message over; None if it left. No failure stops those behind it."""
        if notice.id in claim.stopped:
            return Undeliverable(SILENCED)
        if self._unanswered[notice.channel] >= PATIENT:
            return TimeoutError()
        try:
            post = _post(notice, now)
        except Exception as wrong:  # noqa: BLE001 - whatever it is, others wait behind it
            _log(notice, wrong)
            return Undeliverable(BAD_ROW)
        try:
            hand_over(post)
        except Exception as failure:  # noqa: BLE001 - the same
            _log(notice, failure)
            self._unanswered[notice.channel] += isinstance(failure, OSError)
            return failure
        self._unanswered[notice.channel] = 0
        return None

    def _fail(self, notice: Taken, failure: Exception, claim: Claim, now: datetime) -> None:
        with transaction():
            match failure:
                case Undeliverable():
                    give_up(notice, failure.reason, claim_id=claim.id, now=now)
                case OSError():
                    put_off(notice, NO_ANSWER, claim_id=claim.id, now=now)
                case ValueError():
                    give_up(notice, BAD_ROW, claim_id=claim.id, now=now)
                case _:
                    put_off(notice, FAULT, claim_id=claim.id, now=now)

    def _mark(self, now: datetime) -> None:
        """Mark what was handed over; where the database is away, at the next turn."""
        if self._unmarked:
            with transaction():
                for notice, claim_id in self._unmarked:
                    mark_sent(notice, claim_id=claim_id, now=now)
            self._unmarked.clear()
        self._marked = self.steady()


def _log(notice: Taken, failure: Exception) -> None:
    # Its kind alone: a server's words may hold somebody's address.
    log.error("notice %s (%s): %s", notice.id, notice.kind, type(failure).__name__)


def _post(notice: Taken, now: datetime) -> Post:
    facts = json.loads(Notice.facts.open(notice.id, notice.facts) or "{}")
    words = letter(
        notice.kind,
        notice.channel,
        facts,
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
        one_time=str(facts.get("code", "")),
    )
