"""The application as the suite makes it: once a run, on a database and in a folder of its own."""

import os

from flask_migrate import upgrade

from mediation import create_app
from mediation.db import db
from mediation.migrations import init_migrations
from tests.world import scratch
from tests.world.databases import PostgresWorld, SqliteWorld

WORLDS = {world.kind: world for world in (SqliteWorld, PostgresWorld)}
SETTINGS = {
    "TESTING": True,
    "SECRET_KEY": "not secret",
    "ARGON2_MEMORY_KIB": "8",  # The least there is: a log-in costs a test next to nothing.
    "ARGON2_ROUNDS": "1",
    "WTF_CSRF_ENABLED": False,  # tests/web/test_login.py sees to it that it is on otherwise.
}


def worker():
    """The name of this process among those of the run."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


class Application:
    """The application on one kind of database, and the way back to its first hour."""

    def __init__(self, kind):
        self.world = WORLDS[kind](worker())
        self.folder = scratch.folder("instance", f"{worker()}-{kind}")
        self.environment = {
            "MEDIATION_INSTANCE": str(self.folder),
            "MEDIATION_DATABASE_URL": self.world.url,
        }
        self.app = create_app(
            {**SETTINGS, "INSTANCE": str(self.folder), "DATABASE_URL": self.world.url}
        )
        init_migrations(self.app)
        self.world.prepare(self._migrate)
        self.first = set(self._kept())

    def _migrate(self):
        with self.app.app_context():
            upgrade()
        self._let_go()

    def _let_go(self):
        with self.app.app_context():
            db.engine.dispose()

    def _kept(self):
        """Every file and folder of the instance, what is inside before what holds it."""
        return sorted(self.folder.rglob("*"), reverse=True)

    def restore(self):
        """Put database and folder back as they were before the first test."""
        self._let_go()
        self.world.restore()
        for path in self._kept():
            if path not in self.first:
                path.rmdir() if path.is_dir() else path.unlink()

    def close(self):
        self._let_go()
        self.world.close()
