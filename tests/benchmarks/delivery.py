"""How many notices one scheduler hands over in a second.

    python -m tests.benchmarks.delivery [--notices 50000] [--database sqlite|postgresql|URL]

Half of them are mails and half text messages, a fifth of them in bursts to the same people, which
leave together. They are drained twice: with mails as files, and with mails to a real SMTP server on
this machine. Prints the rates; exit status 1 where anything did not leave.
"""

import argparse
import os
import sys
import tempfile
import time
from multiprocessing import get_context
from typing import NamedTuple

from mediation import clock, create_app
from mediation.cli.database import bring_up_to_date
from mediation.jobs.notices import deliver_notices
from tests.faults.databases import opened
from tests.faults.due import HOUR, write_world
from tests.faults.sink import open_sink


class Drained(NamedTuple):
    """What left, and how long that took by the clock and of the processor's time."""

    handled: int
    failed: int
    seconds: float
    busy: float


def main() -> int:
    """Fill an outbox, empty it, print; then once more by SMTP."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notices", type=int, default=50_000)
    parser.add_argument("--database", default="sqlite")
    options = parser.parse_args()
    left = 0
    with open_sink() as sink:
        for way, url in (("files", ""), ("SMTP", sink.url)):
            drained = _drained(options.database, options.notices, url)
            left += options.notices - drained.handled + drained.failed
            print(
                f"{options.database}, mails by {way}: {drained.handled} notices in"
                f" {drained.seconds:.1f} s: {drained.handled / drained.seconds:.0f} a second,"
                f" {drained.handled / drained.busy:.0f} for each second of the processor;"
                f" load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
                flush=True,
            )
    if left:
        print(f"BROKEN: {left} did not leave")
    return 1 if left else 0


def _drained(database: str, notices: int, mail_url: str) -> Drained:
    with tempfile.TemporaryDirectory() as folder, opened(database) as url:
        overrides = {"INSTANCE": folder, "DATABASE_URL": url, "MAIL_URL": mail_url}
        with get_context("spawn").Pool(1) as pool:
            return pool.apply(drain, (overrides, notices))


def drain(overrides: dict[str, str], notices: int) -> Drained:
    """Fill the outbox and empty it; in a process of its own, apart from the mail server."""
    app = create_app(overrides)
    bring_up_to_date(app)
    with app.app_context():
        now = clock.now()
        write_world(deadlines=1, notices=notices, now=now - HOUR, at=now)
        began, busy = time.perf_counter(), time.process_time()
        counts = deliver_notices(clock.now())
        return Drained(*counts, time.perf_counter() - began, time.process_time() - busy)


if __name__ == "__main__":
    sys.exit(main())
