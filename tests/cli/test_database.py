"""Migrating, and telling whether that is needed."""

import os
import subprocess
import sys

import pytest
from alembic.script import ScriptDirectory

from mediation import migrations
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
    monkeypatch.setattr(migrations, "run_migrations", lambda: ran.append("migrations"))
    assert "now at 9999" in runner("database", "upgrade").output
    assert ran == ["migrations"]


def test_the_newest_change_is_the_one_that_alembic_names():
    assert database.newest() == ScriptDirectory(str(migrations.HERE)).get_current_head()


def test_a_server_that_is_current_reads_no_alembic(application, app):
    code = (
        "import sys; from mediation import create_app; from mediation.cli import database, start;"
        "app = create_app({'INSTANCE': sys.argv[1], 'DATABASE_URL': sys.argv[2]});"
        "assert not database.bring_up_to_date(app); print('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", code, app.instance_path, application.world.url]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


def test_two_servers_upgrade_an_empty_database_once(tmp_path):
    command = [sys.executable, "-m", "mediation", "database", "upgrade"]
    both = [
        subprocess.Popen(
            command,
            env={**os.environ, "MEDIATION_INSTANCE": str(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for server in both:
        _, told = server.communicate(timeout=60)
        assert server.returncode == 0, told
