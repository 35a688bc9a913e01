"""One scheduler as `mediation jobs run` starts it, by a clock that somebody else moves.

python -m tests.faults.scheduler CLOCK SKEW
"""

import sys
from datetime import timedelta
from pathlib import Path

from mediation import clock, create_app
from mediation.cli.logs import write_log
from mediation.jobs.scheduler import Scheduler
from tests.faults.moved_clock import MovedClock

TICK = 0.25  # Some simulated seconds, where a day is gone through in minutes.


def main() -> None:
    """Run until killed."""
    clock.now = MovedClock(Path(sys.argv[1]), timedelta(seconds=float(sys.argv[2]))).now
    write_log()
    Scheduler(create_app(), tick=TICK).run()


if __name__ == "__main__":
    main()
