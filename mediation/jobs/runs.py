"""One run of one job, and keeping how it went."""

import logging
import time
from datetime import datetime

from mediation import clock
from mediation.jobs.timetable import Counts, Job
from mediation.services.jobs import note_runs
from mediation.transaction import transaction

log = logging.getLogger(__name__)

# What is kept of a job that runs at every tick is written no more often than this (seconds).
SELDOM = 60.0


def run(job: Job, now: datetime) -> tuple[Counts, str | None, int]:
    """Run a job: what it did, the name of what stopped it, and how long it took (milliseconds)."""
    began, counts, error = time.monotonic(), Counts(), None
    try:
        counts = job.run(now) or counts
    except Exception as failure:
        error = type(failure).__name__
        log.exception("a job failed", extra={"facts": {"job": job.name}})
    return counts, error, int((time.monotonic() - began) * 1000)


class Tally:
    """What a job that runs at every tick has done since it was last written down."""

    def __init__(self) -> None:
        self.runs, self.counts, self.took_ms = 0, Counts(), 0
        self.written: float | None = None

    def add(self, job: Job, counts: Counts, error: str | None, took_ms: int) -> None:
        """Count one more run; write all of them down where a minute is over or one failed."""
        self.runs += 1
        self.counts += counts
        self.took_ms = max(self.took_ms, took_ms)
        steady = time.monotonic()
        if error is None and self.written is not None and steady - self.written < SELDOM:
            return
        with transaction():
            note_runs(
                job.name,
                runs=self.runs,
                **self.counts._asdict(),
                took_ms=self.took_ms,
                error=error,
                now=clock.now(),
            )
        self.runs, self.counts, self.took_ms, self.written = 0, Counts(), 0, steady
