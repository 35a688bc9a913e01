"""Every effect of time happens once, whatever becomes of the schedulers and of the clock.

    python -m tests.faults.schedulers [--database sqlite|postgresql|URL] [--processes 4]
        [--minutes 10] [--deadlines 20000] [--notices 50000] [--seed 1]

So many scheduler processes go through a day in so many minutes. Their clocks differ by up to a
minute, jump by two hours forwards and backwards at random moments, and every few seconds one of
them is ended by SIGKILL and another started. Mails go to a real SMTP server, text messages into
files. At the end each deadline was warned of, missed and escalated once, by one notice to each
recipient and channel, one row of history and one item of work; every notice left once; no turn of
a job ran twice; all chains are whole. Where a process is killed between handing a mail over and
noting so, that mail comes again under the same number: at most one for each kill. Exit status 1
where anything differs.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from mediation import clock, create_app
from mediation.cli.database import bring_up_to_date
from mediation.db import db
from tests.faults.databases import in_memory, opened
from tests.faults.due import DAY, HOUR, write_world
from tests.faults.moved_clock import MovedClock
from tests.faults.reckoning import (
    last_due_at,
    pids_that_beat,
    reckon,
    still_waiting,
    watch_for_twice,
)
from tests.faults.sink import open_sink
from tests.world.served import environment

MORNING = datetime(2026, 12, 1, tzinfo=UTC)
LEASE = 5  # Seconds until a message is taken over whose process is gone; 300 by default.
KILLS = 2.0, 6.0  # Seconds between two.
JUMPS = 8.0, 20.0
LENGTH = 2 * HOUR
SKEW = 60.0
AFTERWARDS = 8 * HOUR  # By then the last deadline of the day is to be escalated.
RATE_AFTERWARDS = 60.0
PATIENCE = 900.0
SHOWN = 5


class Crew:
    """The scheduler processes, as many as there should be, however many are killed."""

    def __init__(
        self, folder: Path, settings: dict[str, str], size: int, chance: random.Random
    ) -> None:
        self.folder, self.chance = folder, chance
        self.environment = environment(folder / "instance", settings)
        self.clock = MovedClock(folder / "clock")
        self.log = open(folder / "schedulers.log", "ab")  # noqa: SIM115 - for as long as they run
        self.members: list[subprocess.Popen[bytes]] = []
        self.kills = 0
        self.size = size

    def fill(self) -> None:
        """Start as many as are missing."""
        while len(self.members) < self.size:
            skew = self.chance.uniform(-SKEW, SKEW)
            command = [sys.executable, "-m", "tests.faults.scheduler", str(self.clock.path)]
            self.members.append(
                subprocess.Popen(
                    [*command, str(skew)],
                    env=self.environment,
                    stdout=self.log,
                    stderr=subprocess.STDOUT,
                )
            )

    def await_life(self) -> None:
        """Come back when each has given a sign of life."""
        until = time.monotonic() + PATIENCE
        while not self.is_alive():
            if time.monotonic() > until:
                raise AssertionError(f"no sign of life\n{Path(self.log.name).read_text()}")
            time.sleep(0.1)

    def is_alive(self) -> bool:
        """Whether each of them has beaten: nobody is killed before they have done anything."""
        return {member.pid for member in self.members} <= pids_that_beat()

    def kill_one(self) -> None:
        """SIGKILL to one of them, whatever it is doing; another takes its place."""
        victim = self.members.pop(self.chance.randrange(len(self.members)))
        if victim.poll() is not None:
            raise AssertionError(f"a scheduler ended by itself with {victim.returncode}")
        victim.kill()
        victim.wait()
        self.kills += 1
        self.fill()

    def close(self) -> None:
        """End them all."""
        for member in self.members:
            member.kill()
            member.wait()
        self.log.close()


def main() -> int:
    """Write a world, let its day pass under kills and jumps, reckon."""
    options = _options()
    chance = random.Random(options.seed)
    with (
        tempfile.TemporaryDirectory(dir=in_memory()) as name,
        opened(options.database, in_memory()) as url,
        open_sink() as sink,
    ):
        folder = Path(name)
        app = create_app({"INSTANCE": str(folder / "instance"), "DATABASE_URL": url})
        bring_up_to_date(app)
        with app.app_context(), clock.frozen_at(MORNING):
            world = write_world(
                deadlines=options.deadlines,
                notices=options.notices,
                now=MORNING,
                seed=options.seed,
            )
            watch_for_twice()
            db.session.remove()
            print(
                f"{options.database}: {world.cases} cases, {len(world.deadlines)} deadlines,"
                f" {world.notices} notices; {options.processes} schedulers,"
                f" a day in {options.minutes:g} minutes",
                flush=True,
            )
            settings = {
                "MEDIATION_DATABASE_URL": url,
                "MEDIATION_MAIL_URL": sink.url,
                "MEDIATION_NOTICE_LEASE_SECONDS": str(LEASE),
            }
            with _crew(folder, settings, options.processes, chance) as crew:
                _pass_day(crew, options.minutes * 60, chance)
                _let_finish(crew)
            wrong = list(reckon(world, sink, folder / "instance" / "outbox", crew.kills))
            db.engine.dispose()
            wrong += _complaints(folder / "schedulers.log") if wrong else []
    for line in wrong:
        print(f"FAILED  {line}")
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", default="sqlite")
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--deadlines", type=int, default=20_000)
    parser.add_argument("--notices", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


@contextmanager
def _crew(
    folder: Path, settings: dict[str, str], size: int, chance: random.Random
) -> Iterator[Crew]:
    crew = Crew(folder, settings, size, chance)
    crew.clock.set(MORNING, rate=0)
    try:
        crew.fill()
        crew.await_life()
        yield crew
    finally:
        crew.close()


def _pass_day(crew: Crew, seconds: float, chance: random.Random) -> None:
    """Let the day go by; meanwhile kill, and set the clock forward and back by turns."""
    rate = DAY.total_seconds() / seconds
    jumps, jump = {LENGTH: 0, -LENGTH: 0}, chance.choice((LENGTH, -LENGTH))
    crew.clock.set(MORNING, rate=rate)
    began = time.monotonic()
    kill_at, jump_at = (began + chance.uniform(*span) for span in (KILLS, JUMPS))
    while (now := time.monotonic()) < began + seconds:
        if now >= kill_at and crew.is_alive():
            crew.kill_one()
            kill_at = now + chance.uniform(*KILLS)
        if now >= jump_at:
            crew.clock.set(crew.clock.now() + jump, rate=rate)
            jumps[jump] += 1
            jump = -jump  # By turns, so that a day remains a day.
            jump_at = now + chance.uniform(*JUMPS)
        time.sleep(0.05)
    print(
        f"the day is over: {crew.kills} kills; the clock went {jumps[LENGTH]} times forward"
        f" and {jumps[-LENGTH]} times back by two hours; {still_waiting()}",
        flush=True,
    )


def _let_finish(crew: Crew) -> None:
    """Nobody is killed any more; the clock goes on evenly until nothing waits."""
    crew.clock.set(MORNING + DAY + AFTERWARDS, rate=RATE_AFTERWARDS)
    began = time.monotonic()
    while (left := still_waiting()) and time.monotonic() < began + PATIENCE:
        last = last_due_at()
        if left.keys() == {"to send"} and last and last > crew.clock.now() + HOUR:
            crew.clock.set(last, rate=RATE_AFTERWARDS)
        time.sleep(0.5)
    print(f"{time.monotonic() - began:.0f} seconds later: {left or 'nothing waits'}", flush=True)


def _complaints(log: Path) -> list[str]:
    """The first of what the schedulers themselves took for faults."""
    lines = log.read_text(errors="replace").splitlines()
    failed = ('"a job failed"', '"an item failed"', '"no answer from the database"')
    return [line[:2000] for line in lines if any(words in line for words in failed)][:SHOWN]


if __name__ == "__main__":
    sys.exit(main())
