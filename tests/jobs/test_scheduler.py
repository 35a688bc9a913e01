"""Every turn once, whatever number of schedulers run and whatever the clock does."""

import json
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation import clock as program_clock
from mediation.jobs.scheduler import Scheduler
from mediation.jobs.timetable import Counts, Job
from mediation.models.jobs import Heartbeat, JobSlot
from mediation.queries.jobs import last_turn, schedulers_alive, states
from tests.web.test_budgets import counted

ran = []


def count_sheep(now):
    ran.append(now)
    return Counts(handled=3, failed=1)


def stumble(now):
    raise RuntimeError("a job that fails")


class Unhurried:
    """In place of the pool of threads: runs what it is given at once."""

    def submit(self, run, *arguments):
        run(*arguments)


@pytest.fixture
def scheduler(app):
    ran.clear()
    made = Scheduler(app, [Job(count_sheep, at="* * * * *")])
    made.pool = Unhurried()
    return made


def slots(session):
    session.rollback()
    return session.scalars(select(JobSlot).order_by(JobSlot.slot_at)).all()


class TestTick:
    def test_runs_what_is_due(self, scheduler, session, now):
        scheduler.tick()
        [slot] = slots(session)
        assert (slot.job, slot.slot_at, slot.finished_at) == ("count_sheep", now, now)
        assert (slot.handled, slot.failed, slot.error) == (3, 1, None)

    def test_runs_a_turn_once(self, scheduler, session, clock):
        for _ in range(4):
            scheduler.tick()
            clock.advance(timedelta(seconds=5))
        assert len(ran) == 1

    def test_leaves_alone_what_another_scheduler_took(self, scheduler, app, session):
        scheduler.tick()
        rival = Scheduler(app, scheduler.schedule)
        rival.pool = Unhurried()
        rival.tick()
        assert len(ran) == 1

    def test_runs_the_next_turn(self, scheduler, clock):
        scheduler.tick()
        clock.advance(timedelta(minutes=1))
        scheduler.tick()
        assert len(ran) == 2

    def test_after_a_long_sleep_one_turn_stands_for_all_missed(self, scheduler, clock, session):
        scheduler.tick()
        clock.advance(timedelta(days=40))
        scheduler.tick()
        assert len(ran) == 2

    def test_a_clock_set_back_repeats_nothing(self, scheduler, clock, session):
        clock.advance(timedelta(minutes=3))
        scheduler.tick()
        clock.advance(-timedelta(minutes=3))
        for _ in range(4):
            scheduler.tick()
            clock.advance(timedelta(minutes=1))
        turns = [slot.slot_at for slot in slots(session)]
        assert len(turns) == len(set(turns)) == len(ran) == 4

    def test_a_job_that_fails_is_noted_and_stops_no_other(self, scheduler, session):
        scheduler.schedule.insert(0, Job(stumble, at="* * * * *"))
        scheduler.tick()
        assert {slot.job: slot.error for slot in slots(session)} == {
            "stumble": "RuntimeError",
            "count_sheep": None,
        }

    def test_a_job_that_still_runs_is_not_started_again(self, scheduler, clock):
        scheduler._running.add("count_sheep")
        scheduler.tick()
        clock.advance(timedelta(minutes=1))
        scheduler.tick()
        assert ran == []

    def test_gives_a_sign_of_life(self, scheduler, session, clock):
        scheduler.tick()
        clock.advance(timedelta(seconds=50))
        assert schedulers_alive(as_of=clock.now()) == [scheduler.process]
        clock.advance(timedelta(seconds=11))
        session.rollback()
        assert schedulers_alive(as_of=clock.now()) == []

    def test_has_one_sign_of_life_however_often_it_ticks(self, scheduler, session, clock):
        for _ in range(3):
            scheduler.tick()
            clock.advance(timedelta(seconds=5))
        assert session.scalar(select(func.count()).select_from(Heartbeat)) == 1


class TestDeadSchedulers:
    """A turn that somebody began and did not end is ended by who watched it stand still."""

    @pytest.fixture
    def dead(self, scheduler, app, session, monkeypatch):
        monkeypatch.setattr(scheduler.pool, "submit", lambda *_: None, raising=False)
        scheduler.steady = lambda: 0.0
        scheduler.tick()
        assert ran == []
        return scheduler

    @pytest.fixture
    def heir(self, dead, app):
        heir = Scheduler(app, dead.schedule, steady=lambda: heir.seconds)
        heir.seconds, heir.pool = 0.0, Unhurried()
        return heir

    def test_its_turn_is_taken_over_after_a_whole_lease(self, heir, session):
        for heir.seconds in (0.0, 60.0, 119.9):
            heir.tick()
        assert ran == []
        heir.seconds = 120.0
        heir.tick()
        heir.tick()
        assert len(ran) == 1
        [slot] = slots(session)
        assert (slot.claimed_by, slot.handled) == (heir.process, 3)

    def test_no_jump_of_the_wall_clock_makes_it_be_taken_over(self, heir, clock, session):
        heir.tick()
        clock.advance(timedelta(hours=2))
        clock.advance(-timedelta(hours=2))
        heir.tick()
        assert ran == []

    def test_whoever_lives_keeps_its_turn(self, dead, heir, session):
        dead.steady = lambda: heir.seconds
        for heir.seconds in (0.0, 50.0, 100.0, 150.0, 200.0, 250.0):
            dead.tick()
            heir.tick()
        assert ran == []

    def test_a_turn_long_past_is_ended_and_the_latest_stands_for_it(self, heir, clock, session):
        heir.tick()
        clock.advance(timedelta(minutes=5))
        heir.seconds = 120.0
        heir.tick()
        assert [slot.error for slot in slots(session)] == ["abandoned", None]
        assert len(ran) == 1


class TestState:
    """What is kept of each job."""

    def test_says_how_often_how_much_and_the_last_error(self, scheduler, session, clock):
        scheduler.schedule.append(Job(stumble, at="* * * * *"))
        scheduler.tick()
        clock.advance(timedelta(minutes=1))
        scheduler.tick()
        session.rollback()
        known = states()
        sheep, failed = known["count_sheep"], known["stumble"]
        assert (sheep.runs, sheep.handled, sheep.failed, sheep.error) == (2, 6, 2, None)
        assert (failed.runs, failed.error, failed.error_at) == (2, "RuntimeError", clock.now())

    def test_a_job_of_every_tick_is_written_down_once_a_minute(self, app, session):
        scheduler = Scheduler(app, [Job(count_sheep, at="always")])
        scheduler.pool = Unhurried()
        with counted() as seen:
            for _ in range(5):
                scheduler.tick()
        assert sum("job_states" in statement for statement, _ in seen) == 1
        session.rollback()
        assert states()["count_sheep"].runs == 1


def test_a_jump_of_the_clock_is_noticed(scheduler, clock, caplog):
    wall, steady = scheduler._notice_jump(clock.now(), 0.0)
    clock.advance(timedelta(hours=2))
    scheduler._notice_jump(wall, steady)
    assert [record.facts["seconds"] for record in caplog.records][-1] == pytest.approx(7200, abs=5)


def test_it_runs_jobs_in_threads_and_stops_when_told(app, session):
    done = threading.Event()

    def wake_up(now):
        done.set()
        return Counts(handled=1)

    scheduler = Scheduler(app, [Job(wake_up, at="* * * * *")], tick=0.01)
    thread = threading.Thread(target=scheduler.run)
    thread.start()
    assert done.wait(20)
    scheduler.stop()
    thread.join(20)
    assert not thread.is_alive()
    assert last_turn("wake_up").handled == 1


RIVAL = """
import json, sys
from datetime import datetime, timedelta
from mediation import clock, create_app
from mediation.jobs.scheduler import Scheduler
from mediation.jobs.timetable import Counts, Job

app = create_app({"INSTANCE": sys.argv[1], "DATABASE_URL": sys.argv[2]})
ran = []

def job(now):
    ran.append(now.isoformat())
    return Counts(handled=1)

scheduler = Scheduler(app, [Job(job, at="* * * * *")])
print("ready", flush=True)
sys.stdin.readline()
with clock.frozen_at(datetime.fromisoformat(sys.argv[3])):
    for _ in range(40):
        scheduler.tick()
        clock.advance(timedelta(seconds=15))
    scheduler.pool.shutdown(wait=True)
print(json.dumps(ran))
"""


def test_three_processes_take_each_turn_once(application, app, session, now):
    command = [sys.executable, "-c", RIVAL, app.instance_path, application.world.url]
    rivals = [
        subprocess.Popen(
            [*command, now.isoformat()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for rival in rivals:
        assert rival.stdout.readline() == "ready\n"
    for rival in rivals:
        rival.stdin.write("go\n")
        rival.stdin.flush()
    runs = [json.loads(rival.communicate(timeout=60)[0]) for rival in rivals]
    turns = [slot.slot_at for slot in slots(session)]
    assert turns == [now + timedelta(minutes=minute) for minute in range(10)]
    assert sum(map(len, runs)) == len(turns)
    assert program_clock.now() == now
