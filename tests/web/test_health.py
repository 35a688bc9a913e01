"""What a balancer and a watchman are told."""

from datetime import timedelta

import pytest

from mediation.services.jobs import beat, note_runs
from mediation.transaction import transaction


@pytest.fixture
def scheduler(session, now):
    with transaction():
        beat("here:1", started_at=now, now=now)


def parts(answer):
    return {name for name, good in answer.json.items() if good and name != "jobs"}


def test_the_process_answers(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"ok": True})


def test_ready_when_database_files_and_scheduler_are_there(client, scheduler):
    answer = client.get("/readyz")
    assert (answer.status_code, parts(answer)) == (
        200,
        {"ok", "database", "files", "scheduler"},
    )


def test_not_ready_without_a_scheduler(client):
    answer = client.get("/readyz")
    assert (answer.status_code, parts(answer)) == (503, {"database", "files"})


def test_not_ready_when_the_scheduler_has_gone_silent(client, scheduler, clock):
    clock.advance(timedelta(minutes=2))
    assert client.get("/readyz").status_code == 503


def test_not_ready_without_the_folder(client, scheduler, instance, monkeypatch):
    monkeypatch.setattr("mediation.web.health.os.access", lambda path, mode: False)
    answer = client.get("/readyz")
    assert (answer.status_code, parts(answer)) == (503, {"database", "scheduler"})


def test_not_ready_without_tables(client, scheduler, session, monkeypatch):
    monkeypatch.setattr("mediation.web.health.VERSION", "SELECT version_num FROM no_such_table")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert not answer.json["database"]


@pytest.mark.parametrize("page", ["/healthz", "/readyz"])
def test_nobody_keeps_the_answer(client, page):
    assert client.get(page).headers["Cache-Control"] == "no-store"


def test_a_watchman_learns_how_every_job_fares(client, scheduler, session, now, clock):
    with transaction():
        said = {"handled": 3, "failed": 1, "took_ms": 9, "error": "KeyError"}
        note_runs("warn_deadlines", **said, now=now)
    told = client.get("/readyz").json["jobs"]
    assert told["warn_deadlines"] == {
        "finished_at": now.isoformat(),
        "failed": 1,
        "error": "KeyError",
        "overdue": False,
    }
    assert told["expire_drafts"]["overdue"]
    clock.advance(timedelta(minutes=21))
    assert client.get("/readyz").json["jobs"]["warn_deadlines"]["overdue"]
