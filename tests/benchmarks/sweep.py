"""A hundred thousand deadlines that are due at once, and the pages meanwhile.

    python -m tests.benchmarks.sweep [--deadlines 100000] [--database sqlite|postgresql|URL]

Serves the product, asks for a case page and a list as a signed-in mediator, first alone and then
while the jobs of the timetable warn of every deadline, note every one missed and escalate every
one, in a process of their own. Prints for each job how many a second it did and how long its
batches took, and the pages' times before and meanwhile. Exit status 1 where a job does fewer than
2,000 a second, where its median batch takes 100 ms or more, or where the pages' median doubles.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from typing import Any, NamedTuple

from mediation import clock, create_app
from mediation.cli.database import bring_up_to_date
from mediation.jobs import runner
from mediation.jobs.deadlines import escalate_deadlines, miss_deadlines, warn_deadlines
from tests.benchmarks.pages import Visitor, sign_in
from tests.faults.databases import opened
from tests.faults.due import DAY, HOUR, write_world
from tests.faults.server import Server

LEAST_RATE = 2000
MOST_MS = 100
MOST_TIMES = 2.0
BEFORE = 8.0  # Seconds of asking before anything is swept.
PAUSE = 0.02

# Each job, and how long after the last day begins it is due for all of them.
JOBS = ((warn_deadlines, -3 * HOUR), (miss_deadlines, 0 * HOUR), (escalate_deadlines, DAY))


class Swept(NamedTuple):
    """What one job did."""

    job: str
    handled: int
    seconds: float
    busy: float
    batches: list[float]

    @property
    def rate(self) -> float:
        return self.handled / self.seconds


def main() -> int:
    """Write the deadlines, serve, sweep, print, judge."""
    options = _options()
    with tempfile.TemporaryDirectory() as name, opened(options.database) as url:
        server = Server(Path(name), settings={"MEDIATION_DATABASE_URL": url})
        overrides = {"INSTANCE": str(server.instance), "DATABASE_URL": url}
        due_at, cookie, reference = _prepared(overrides, options.deadlines)
        paths = {"case": f"/cases/{reference}", "list": "/cases"}
        with server:
            server.start()
            before = _asked(server.port, cookie, paths, lambda: time.sleep(BEFORE))
            swept: list[Swept] = []
            during = _asked(
                server.port, cookie, paths, lambda: swept.extend(_swept(overrides, due_at))
            )
            server.stop()
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"{options.database}, {options.deadlines} deadlines due at once, {load}")
    failures = [*_of_jobs(swept, options.deadlines), *_of_pages(before, during)]
    for failure in failures:
        print("BROKEN:", failure)
    return 1 if failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--deadlines", type=int, default=100_000)
    parser.add_argument("--database", default="sqlite")
    return parser.parse_args()


def _prepared(overrides: dict[str, str], deadlines: int) -> tuple[datetime, str, str]:
    """When all is due (not yet: the server's own scheduler has its eyes open), and who looks on."""
    app = create_app(overrides)
    bring_up_to_date(app)
    now = clock.now()
    due_at = now + 2 * DAY
    with app.app_context():
        write_world(deadlines=deadlines, notices=0, now=now, at=due_at)
    return due_at, *sign_in(app)


def _asked(
    port: int, cookie: str, paths: dict[str, str], meanwhile: Callable[[], object]
) -> dict[str, list[float]]:
    """How long each page took, in milliseconds, while something else was done."""
    over, times = Event(), {name: list[float]() for name in paths}

    def look() -> None:
        visitor = Visitor(port, cookie)
        while not over.is_set():
            for name, path in paths.items():
                times[name].append(visitor.get(path)[0] * 1000)
                over.wait(PAUSE)

    thread = Thread(target=look)
    thread.start()
    try:
        meanwhile()
    finally:
        over.set()
        thread.join()
    return times


def _swept(overrides: dict[str, str], due_at: datetime) -> list[Swept]:
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(sweep, (overrides, due_at))


def sweep(overrides: dict[str, str], due_at: datetime) -> list[Swept]:
    """Run the jobs, each at its moment; in a process of their own, as a scheduler does."""
    app = create_app(overrides)
    batches: list[float] = []
    do = runner._do

    def timed(*arguments: Any) -> int:
        began = time.perf_counter()
        done = do(*arguments)
        batches.append((time.perf_counter() - began) * 1000)
        return done

    runner._do = timed
    found = []
    for job, later in JOBS:
        with app.app_context():
            began, busy = time.perf_counter(), time.process_time()
            counts = job(due_at + later)
            seconds, busy = time.perf_counter() - began, time.process_time() - busy
        handled = counts.handled - counts.failed
        found.append(Swept(job.__name__, handled, seconds, busy, batches.copy()))
        batches.clear()
    return found


def _of_jobs(swept: list[Swept], deadlines: int) -> Iterator[str]:
    for each in swept:
        median, p95, longest = _times(each.batches)
        print(
            f"{each.job:20} {each.handled:7} in {each.seconds:6.1f} s: {each.rate:6.0f} a second,"
            f" {each.handled / each.busy:.0f} for each second of the processor;"
            f" {len(each.batches)} batches, p50 {median:.0f}, p95 {p95:.0f},"
            f" longest {longest:.0f} ms"
        )
        if each.handled != deadlines:
            yield f"{each.job} did {each.handled} of {deadlines}"
        if each.rate < LEAST_RATE:
            yield f"{each.job} does {each.rate:.0f} a second, not {LEAST_RATE}"
        if median >= MOST_MS:
            yield f"half of the batches of {each.job} take {median:.0f} ms or more"


def _of_pages(before: dict[str, list[float]], during: dict[str, list[float]]) -> Iterator[str]:
    for name in before:
        (alone, alone_95, _), (median, p95, longest) = _times(before[name]), _times(during[name])
        print(
            f"{name} page: p50 {alone:.1f}, p95 {alone_95:.1f} ms before; p50 {median:.1f},"
            f" p95 {p95:.1f}, longest {longest:.0f} ms meanwhile: {median / alone:.2f} times,"
            f" {p95 / alone_95:.2f} at p95 ({len(during[name])} asked)"
        )
        if median / alone >= MOST_TIMES:
            yield f"the {name} page takes {median / alone:.2f} times as long meanwhile"


def _times(taken: list[float]) -> tuple[float, float, float]:
    """Median, 95th percentile and longest."""
    ordered = sorted(taken)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)], ordered[-1]


if __name__ == "__main__":
    sys.exit(main())
