"""How a clock stands, and how many days are left or too many."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from mediation.domain.standing import Standing, days_left, standing_of

DUE = datetime(2026, 3, 19, 16, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def run(*, stopped=None, paused=None):
    return SimpleNamespace(due_at=DUE, stopped_at=stopped, paused_at=paused)


@pytest.mark.parametrize(
    ("clock", "now", "standing"),
    [
        (run(), DUE - MOMENT, Standing.RUNNING),
        (run(), DUE, Standing.OVER),
        (run(paused=DUE - MOMENT), DUE, Standing.PAUSED),
        (run(stopped=DUE - MOMENT), DUE, Standing.KEPT),
        (run(stopped=DUE), DUE, Standing.ENDED_LATE),
        (run(stopped=DUE - MOMENT, paused=DUE - 2 * MOMENT), DUE, Standing.KEPT),
    ],
)
def test_how_a_clock_stands_follows_from_its_days(clock, now, standing):
    assert standing_of(clock, now=now) is standing


def test_what_is_over_is_late_by_a_day_at_least():
    last = date(2026, 3, 19)
    assert days_left(last, last) == 0
    assert days_left(last, date(2026, 3, 16)) == 3
    assert days_left(last, last, over=True) == -1
    assert days_left(last, date(2026, 3, 21), over=True) == -2
