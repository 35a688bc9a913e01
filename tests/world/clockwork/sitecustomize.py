"""Read by every Python of a server that tests serve: its clock is ahead by what a file says."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mediation import clock

AHEAD = Path(os.environ["CLOCK_AHEAD"])


def now():
    """The present instant, and so many seconds."""
    return datetime.now(UTC) + timedelta(seconds=float(AHEAD.read_text()))


clock.now = now
