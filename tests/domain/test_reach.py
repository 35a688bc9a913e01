"""When a message may arrive for somebody who asked for certain hours."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.questions import HOURS as ASKED
from mediation.domain.reach import HOURS, WEEKEND, safe_time

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("hours", "from_at", "safe_at"),
    [
        ((), "2026-03-04T03:00", "2026-03-04T03:00"),
        (("morning",), "2026-03-04T03:00", "2026-03-04T09:00"),
        (("morning",), "2026-03-04T11:59", "2026-03-04T11:59"),
        (("morning",), "2026-03-04T12:00", "2026-03-05T09:00"),
        (("morning", "evening"), "2026-03-04T12:00", "2026-03-04T18:00"),
        (("noon", "afternoon"), "2026-03-04T14:00", "2026-03-04T14:00"),
        (("weekend",), "2026-03-04T12:00", "2026-03-07T09:00"),  # A Wednesday.
        (("weekend", "noon"), "2026-03-08T14:00", "2026-03-14T12:00"),
        (("weekend",), "2026-03-08T20:30", "2026-03-14T09:00"),
    ],
)
def test_waits_for_the_hours_that_were_asked_for(hours, from_at, safe_at):
    assert safe_time(hours, at(from_at)) == at(safe_at)


@given(
    st.sets(st.sampled_from(ASKED), min_size=1),
    st.integers(0, 400 * 24 * 60),
)
def test_is_never_early_and_always_inside(hours, minutes):
    local = at("2026-01-01T00:00") + timedelta(minutes=minutes)
    found = safe_time(hours, local)
    assert found >= local
    spans = [HOURS[name] for name in hours if name != WEEKEND] or HOURS.values()
    assert any(begins <= found.time() < ends for begins, ends in spans)
    assert WEEKEND not in hours or found.weekday() >= 5


def test_every_hour_of_the_form_is_known():
    assert set(ASKED) == {*HOURS, WEEKEND}
