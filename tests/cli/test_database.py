"""Migrating, and telling whether that is needed."""

import pytest

from mediation.cli import database


@pytest.fixture
def behind(monkeypatch):
    monkeypatch.setattr(database, "newest", lambda: "9999")


def test_a_migrated_database_is_current(runner):
    ran = runner("database", "check")
    assert ran.exit_code == 0
    assert "current" in ran.output


def test_one_that_is_behind_is_told_with_what_to_do(runner, behind):
    ran = runner("database", "check")
    assert ran.exit_code == 1
    assert "should be 9999" in ran.stderr
    assert "mediation database upgrade" in ran.stderr


def test_upgrading_a_current_one_does_nothing(runner):
    ran = runner("database", "upgrade")
    assert ran.exit_code == 0
    assert "is current" in ran.output


def test_upgrading_runs_what_is_missing_alone(runner, behind, monkeypatch):
    ran = []
    monkeypatch.setattr(database, "run_migrations", lambda: ran.append("migrations"))
    assert "now at 9999" in runner("database", "upgrade").output
    assert ran == ["migrations"]
