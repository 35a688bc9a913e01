"""Emptying the outbox."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from flask import current_app

from mediation.db import db
from mediation.domain.leases import Watch
from mediation.domain.notices import Channel
from mediation.domain.patience import BAD_ROW, FAULT, NO_ANSWER, SILENCED
from mediation.gateways.channels import hand_over, knows_again
from mediation.gateways.post import Post, Undeliverable
from mediation.jobs.parcels import Packed, pack
from mediation.jobs.quiet import quiet_until
from mediation.jobs.timetable import Counts
from mediation.queries.outbox import Taken, held, is_anything_free
from mediation.services.outbox import (
    Claim,
    claim_notices,
    give_up,
    hold_back,
    mark_sent,
    put_off,
    release_notices,
)
from mediation.transaction import transaction

log = logging.getLogger(__name__)

# Under a shorter lease nothing could ever be handed over.
SHORTEST = 2.0
# What leaves within so many seconds is marked together: every commit waits for the disk. What
# would come twice is marked by itself, so that a sudden death repeats one message at most.
A_MOMENT = 0.03

# What gave no answer so often is left alone until what it has now is due again.
PATIENT = 2


def deliver_notices(now: datetime) -> Counts:
    """Hand over all that waits in the outbox, each message once."""
    lease = max(SHORTEST, float(current_app.config["NOTICE_LEASE_SECONDS"]))
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
        self._unmarked: list[tuple[Packed, int]] = []
        self._marked = steady()
        self._unanswered: Counter[object] = Counter()

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
        return (claim, since) if claim.parcels else None

    def _hand_over_all(self, claim: Claim, since: float, now: datetime) -> Counts:
        counts = Counts()
        for place, parcel in enumerate(claim.parcels):
            if not self.watch.is_fresh(since, at=self.steady()):
                with transaction():
                    release_notices(claim, claim.parcels[place:])
                break
            counts += self._hand_over(parcel, claim, now)
            if self.steady() - self._marked > A_MOMENT or not knows_again(parcel[0].channel):
                self._mark(now)
        self._mark(now)
        return counts

    def _hand_over(self, parcel: Sequence[Taken], claim: Claim, now: datetime) -> Counts:
        """Hand one parcel over; no failure stops those behind it.

        What was late, or could not be handed over before, still wakes nobody.
        """
        until = quiet_until(parcel[0], now)
        if until > now:
            with transaction():
                hold_back(parcel, until, claim_id=claim.id)
            return Counts()
        if parcel[0].id in claim.stopped:
            failure: Exception | None = Undeliverable(SILENCED)
        elif self._unanswered[_line_of(parcel[0])] >= PATIENT:
            failure = TimeoutError()
        else:
            packed = pack(parcel, now)
            failure = self._failure(packed.post, _line_of(parcel[0]))
            if failure is None:
                self._unmarked.append((packed, claim.id))
                return Counts(len(parcel), len(packed.bad))
        with transaction():
            _note_failure(parcel, failure, claim, now)
        return Counts(len(parcel), len(parcel))

    def _failure(self, post: Post | None, line: object) -> Exception | None:
        if post is None:
            return Undeliverable(BAD_ROW)
        db.session.rollback()  # Whatever was read for it: nothing is open while one waits.
        try:
            hand_over(post)
        except Undeliverable as never:
            return never
        except Exception as failure:  # noqa: BLE001 - whatever it is, others wait behind it
            # Its kind alone: a server's words may hold somebody's address.
            log.error("notice %s by %s: %s", post.id, post.channel, type(failure).__name__)
            self._unanswered[line] += 1
            return failure
        self._unanswered[line] = 0
        return None

    def _mark(self, now: datetime) -> None:
        """Mark what was handed over; where the database is away, at the next turn."""
        if self._unmarked:
            with transaction():
                for packed, claim_id in self._unmarked:
                    for notice in packed.good:
                        mark_sent(notice, claim_id=claim_id, now=now)
                    for notice in packed.bad:
                        give_up(notice, BAD_ROW, claim_id=claim_id, now=now)
            self._unmarked.clear()
        self._marked = self.steady()


def _line_of(notice: Taken) -> object:
    """What is down together: the mail server, the gateway, each company's own server."""
    return notice.channel, notice.recipient_blind if notice.channel == Channel.WEBHOOK else None


def _note_failure(parcel: Sequence[Taken], failure: Exception, claim: Claim, now: datetime) -> None:
    if isinstance(failure, Undeliverable):
        for notice in parcel:
            give_up(notice, failure.reason, claim_id=claim.id, now=now)
    else:
        error = NO_ANSWER if isinstance(failure, OSError) else FAULT
        put_off(parcel, error, claim_id=claim.id, now=now)
