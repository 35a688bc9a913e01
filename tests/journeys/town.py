"""A demo world of its own, served with a clock that moves when a test says so."""

import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.world.outbox import letters_in
from tests.world.served import environment, served

ROOT = Path(__file__).parents[2]
CLOCKWORK = ROOT / "tests" / "world" / "clockwork"
PAPERS = ROOT / "mediation" / "rules" / "world" / "files"
TRIES = 20  # The scheduler may have a letter in hand at that very moment.


class Town:
    """Where it is served, what is sent from it, and how far its clock is ahead."""

    def __init__(self, folder):
        self.folder = folder
        self.ahead = folder / "ahead"
        self.ahead.write_text("0")
        self.settings = {"PYTHONPATH": f"{CLOCKWORK}:{ROOT}", "CLOCK_AHEAD": str(self.ahead)}
        self.address = ""

    def wait(self, days):
        """Let so many days pass, in the server and in all its processes."""
        self.ahead.write_text(str(self._seconds() + timedelta(days=days).total_seconds()))

    def day(self, count=0):
        """The day so many days from now, by the clock of the town."""
        now = datetime.now(UTC) + timedelta(seconds=self._seconds(), days=count)
        return now.astimezone(ZoneInfo("Asia/Shanghai")).date()

    def _seconds(self):
        return float(self.ahead.read_text())

    def code_for(self, address):
        """The code in the newest letter to somebody; what waits is delivered first."""
        for _ in range(TRIES):
            self._deliver()
            found = letters_in(self.folder / "instance" / "outbox")
            letters = [letter for letter in found if address in letter.to]
            if letters:
                return letters[-1].code
        raise AssertionError(f"nothing was sent to {address}")

    def _deliver(self):
        subprocess.run(
            [sys.executable, "-m", "mediation", "jobs", "once", "deliver_notices"],
            cwd=self.folder,
            env=environment(self.folder / "instance", self.settings),
            check=True,
            capture_output=True,
            timeout=60,
        )


@contextmanager
def living(folder):
    """The demo world of a folder, while it is served."""
    town = Town(folder)
    with served(folder, "--demo", settings=town.settings) as town.address:
        yield town
