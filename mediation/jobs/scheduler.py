"""The scheduler: wakes the timetable; each turn is claimed in the database and so runs once."""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from mediation import clock
from mediation.domain.leases import Watch
from mediation.jobs.runs import Tally, run
from mediation.jobs.schedule import SCHEDULE
from mediation.jobs.timetable import ALWAYS, Job, latest_turn, next_turn
from mediation.models.jobs import JobSlot
from mediation.queries.jobs import unfinished
from mediation.services.jobs import beat, claim_slot, finish_slot, note_runs, renew_claim
from mediation.transaction import transaction

log = logging.getLogger(__name__)

# Due turns are computed anew at every tick, so a jump of the wall clock is noticed within one.
TICK = 5.0
JUMP = timedelta(seconds=3)
THREADS = 4
# A turn whose claim another scheduler has watched standing still for so many seconds is taken
# over; whoever runs it lays a new claim on it three times as often.
LEASE = 120.0


class Scheduler:
    """One of any number of schedulers; they meet in the database only."""

    def __init__(
        self,
        app: Flask,
        schedule: list[Job] | None = None,
        *,
        tick: float = TICK,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self.app = app
        self.schedule = SCHEDULE if schedule is None else schedule
        self.tick_length = tick
        self.zone = ZoneInfo(app.config["TIMEZONE"])
        self.process = f"{socket.gethostname()[:60]}:{os.getpid()}"
        self.started_at = clock.now()
        self.stopped = threading.Event()
        self._turns: dict[str, tuple[datetime, datetime]] = {}
        self._tried: dict[str, datetime] = {}
        self._running: set[str] = set()
        self._tallies: dict[str, Tally] = {}
        self.steady = steady
        self.watch = Watch(LEASE)
        # The turns that run here, each with its claim and since when that stands.
        self._held: dict[int, tuple[int, float]] = {}
        # APScheduler tells the turns (timetable.py) but does not run them: it would sleep for a
        # day where the clock is set back by one, and forget what was claimed when it stops.
        self.pool = ThreadPoolExecutor(THREADS, thread_name_prefix="job")

    def run(self, parent: int | None = None) -> None:
        """Tick until told to stop or until `parent` is gone; then let running jobs finish."""
        log.info("scheduler started", extra={"facts": {"scheduler": self.process}})
        try:
            wall, steady = clock.now(), time.monotonic()
            while not self.stopped.is_set() and parent in {None, os.getppid()}:
                self._tick_safely()
                self.stopped.wait(self.tick_length)
                wall, steady = self._notice_jump(wall, steady)
        finally:
            self.pool.shutdown(wait=True)
            log.info("scheduler stopped", extra={"facts": {"scheduler": self.process}})

    def stop(self) -> None:
        """Make `run` come to its end."""
        self.stopped.set()

    def tick(self) -> None:
        """Say that we live, and start every job whose turn has come and that nobody took."""
        now = clock.now()
        with self.app.app_context():
            with transaction():
                beat(self.process, started_at=self.started_at, now=now)
            self._renew(now)
            self._take_over(now)
            for job in self.schedule:
                self._start_if_due(job, now)

    def _tick_safely(self) -> None:
        try:
            self.tick()
        except SQLAlchemyError as failure:
            # A database that is away for a moment comes back; so does the next tick.
            reason = str(failure).splitlines()[0]
            log.error("no answer from the database", extra={"facts": {"reason": reason}})

    def _start_if_due(self, job: Job, now: datetime) -> None:
        if job.at == ALWAYS:
            if job.name not in self._running:
                self._running.add(job.name)
                self.pool.submit(self._run_freely, job)
            return
        turn = self._latest(job, now)
        if turn is None or self._tried.get(job.name) == turn or job.name in self._running:
            return
        with transaction():
            slot_id = claim_slot(job.name, turn, process=self.process, now=now)
        self._tried[job.name] = turn
        if slot_id is not None:
            self._start(job, slot_id, slot_id)

    def _start(self, job: Job, slot_id: int, claim_id: int) -> None:
        self._running.add(job.name)
        self._held[slot_id] = (claim_id, self.steady())
        self.pool.submit(self._run_turn, job, slot_id)

    def _renew(self, now: datetime) -> None:
        """Show of every turn that runs here that it goes on."""
        for slot_id, (claim_id, since) in list(self._held.items()):
            if self.steady() - since < LEASE / 3:
                continue
            with transaction():
                renewed = renew_claim(slot_id, claim_id, process=self.process, now=now)
            if renewed is not None and slot_id in self._held:
                self._held[slot_id] = (renewed, self.steady())

    def _take_over(self, now: datetime) -> None:
        """Finish what somebody began who has died since; by no wall clock, as those jump."""
        open_turns = {slot.id: slot for slot in unfinished() if slot.id not in self._held}
        claims = {slot.id: slot.claim_id or slot.id for slot in open_turns.values()}
        self.watch.look(claims, at=self.steady())
        for slot_id, claim_id in self.watch.abandoned(at=self.steady()).items():
            self._take(open_turns[slot_id], claim_id, now)

    def _take(self, slot: JobSlot, claim_id: int, now: datetime) -> None:
        job = next((job for job in self.schedule if job.name == slot.job), None)
        latest = self._latest(job, now) if job else None
        if slot.job in self._running:
            return
        with transaction():
            taken = renew_claim(slot.id, claim_id, process=self.process, now=now)
            is_past = latest is None or slot.slot_at < latest
            if taken is not None and is_past:
                # A later turn stands for it: that one asks for all that is still due.
                finish_slot(slot.id, handled=0, failed=0, error="abandoned", now=now)
        if job is not None and taken is not None and not is_past:
            log.warning("a turn is taken over", extra={"facts": {"job": job.name}})
            self._start(job, slot.id, taken)

    def _latest(self, job: Job, now: datetime) -> datetime | None:
        """The latest turn, remembered until the next one or until the clock goes back."""
        known = self._turns.get(job.name)
        if known and known[0] <= now < known[1]:
            return known[0]
        turn = latest_turn(job.at, now=now, zone=self.zone)
        if turn is not None:
            self._turns[job.name] = (turn, next_turn(job.at, now=now, zone=self.zone))
        return turn

    def _run_turn(self, job: Job, slot_id: int) -> None:
        try:
            with self.app.app_context():
                counts, error, took_ms = run(job, clock.now())
                said, now = {**counts._asdict(), "error": error}, clock.now()
                with transaction():
                    finish_slot(slot_id, **said, now=now)
                    note_runs(job.name, **said, took_ms=took_ms, now=now)
        finally:
            self._held.pop(slot_id, None)
            self._running.discard(job.name)

    def _run_freely(self, job: Job) -> None:
        """Run a job that claims its rows itself; a failure waits for the next tick."""
        try:
            with self.app.app_context():
                tally = self._tallies.setdefault(job.name, Tally())
                tally.add(job, *run(job, clock.now()))
        except SQLAlchemyError:
            log.exception("a run was not noted", extra={"facts": {"job": job.name}})
        finally:
            self._running.discard(job.name)

    def _notice_jump(self, wall: datetime, steady: float) -> tuple[datetime, float]:
        now, beat_now = clock.now(), time.monotonic()
        jump = (now - wall) - timedelta(seconds=beat_now - steady)
        if abs(jump) > JUMP:
            log.warning("the clock jumped", extra={"facts": {"seconds": jump.total_seconds()}})
        return now, beat_now
