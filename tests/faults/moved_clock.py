"""A clock that somebody else moves: several processes read it from one file, each with its skew."""

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path


class MovedClock:
    """The time as the file says: so many seconds for each real one, since a moment."""

    def __init__(self, path: Path, skew: timedelta = timedelta(0)) -> None:
        self.path, self.skew = path, skew

    def now(self) -> datetime:
        """The present instant by this clock."""
        since, at, rate = json.loads(self.path.read_text())
        return datetime.fromtimestamp(at + (time.time() - since) * rate, UTC) + self.skew

    def set(self, moment: datetime, *, rate: float) -> None:
        """Let it be this moment now, and time go on at this rate, for everybody at once."""
        draft = self.path.with_suffix(".new")
        draft.write_text(json.dumps([time.time(), moment.timestamp(), rate]))
        os.replace(draft, self.path)
