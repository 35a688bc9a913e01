"""One job by hand, and the timetable."""

from datetime import UTC, datetime, timedelta

import pytest

from mediation.cli import jobs
from mediation.jobs.timetable import Counts, Job
from mediation.services.jobs import claim_slot, finish_slot
from mediation.transaction import transaction

asked = []


def count_sheep(now):
    """Sheep are counted."""
    asked.append(now)
    return Counts(handled=3)


def lose_sheep(now):
    """Some get lost."""
    return Counts(handled=3, failed=2)


@pytest.fixture(autouse=True)
def timetable(monkeypatch):
    asked.clear()
    schedule = [Job(count_sheep, at="0 8 * * *"), Job(lose_sheep, at="* * * * *")]
    monkeypatch.setattr(jobs, "SCHEDULE", schedule)
    monkeypatch.setattr(
        jobs, "job_named", lambda name: next((job for job in schedule if job.name == name), None)
    )


class TestOnce:
    def test_runs_a_job_now(self, runner, now):
        ran = runner("jobs", "once", "count_sheep")
        assert (ran.exit_code, ran.output) == (0, "count_sheep: 3 handled, 0 failed.\n")
        assert asked == [now]

    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2026-03-01", datetime(2026, 2, 28, 16, tzinfo=UTC)),  # Midnight in Shanghai.
            ("2026-03-01T08:00", datetime(2026, 3, 1, 0, tzinfo=UTC)),
            ("2026-03-01T08:00+00:00", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ],
    )
    def test_runs_a_job_as_of_a_moment(self, runner, text, moment):
        assert runner("jobs", "once", "count_sheep", "--as-of", text).exit_code == 0
        assert asked == [moment]

    def test_an_unknown_job_is_wrong_usage_and_names_those_there_are(self, runner):
        ran = runner("jobs", "once", "nothing")
        assert ran.exit_code == 2
        assert "count_sheep, lose_sheep" in ran.stderr

    def test_no_moment_is_wrong_usage(self, runner):
        ran = runner("jobs", "once", "count_sheep", "--as-of", "yesterday")
        assert ran.exit_code == 2
        assert asked == []

    def test_failures_are_told_by_the_exit_status(self, runner):
        ran = runner("jobs", "once", "lose_sheep")
        assert ran.exit_code == 1
        assert "2 items failed" in ran.stderr


class TestList:
    def test_shows_each_job_with_its_next_turn(self, runner):
        output = runner("jobs", "list").output
        assert "count_sheep" in output
        assert "next 2026-03-05 08:00" in output
        assert "Sheep are counted." in output
        assert output.count("never ran") == 2

    @pytest.mark.parametrize(
        ("finished", "told"),
        [
            (None, "not finished"),
            ({"handled": 7, "failed": 1}, "7 handled, 1 failed"),
            ({"handled": 0, "failed": 0, "error": "KeyError"}, "failed with KeyError"),
        ],
    )
    def test_tells_how_the_last_turn_went(self, runner, session, now, finished, told):
        with transaction():
            turn = now - timedelta(hours=4)
            slot_id = claim_slot("count_sheep", turn, process="here:1", now=now)
            if finished:
                finish_slot(slot_id, **finished, now=now)
        assert told in runner("jobs", "list").output
