"""Bringing the database up to date, and telling whether it is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click
from flask import Flask
from sqlalchemy import inspect, text

from mediation.cli.installation import in_app, this_app
from mediation.db import db

# Any number will do, as long as every server of one database takes the same.
UPGRADE_LOCK = 7_262_951

VERSIONS = Path(__file__).parent.parent / "migrations" / "versions"
NAMES = re.compile(r'^(revision|down_revision)\s*=\s*"(\w+)"', re.MULTILINE)


@cache
def newest() -> str:
    """The last change that this version of the program knows: the one that no other follows."""
    names = [dict(NAMES.findall(path.read_text())) for path in VERSIONS.glob("*.py")]
    followed = {name.get("down_revision") for name in names}
    [last] = [name["revision"] for name in names if name["revision"] not in followed]
    return last


def present() -> str:
    """The last change that the database has had; nothing for an empty one."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def is_current() -> bool:
    """Whether the database is what this version of the program expects."""
    return present() == newest()


def bring_up_to_date(app: Flask) -> bool:
    """Run the migrations that are missing; tell whether there were any."""
    with app.app_context():
        if is_current():
            return False
        with _alone():
            _migrations().upgrade(app)
        return True


def _migrations() -> ModuleType:
    # Read when there is something to do: Alembic would take a server's start a quarter longer,
    # and each of its workers 10 MB.
    return import_module("mediation.migrations")


@contextmanager
def _alone() -> Iterator[None]:
    """Let no other server upgrade the same database meanwhile."""
    if db.engine.dialect.name != "postgresql":
        # SQLite's migrations run in one BEGIN IMMEDIATE: the second waits, and finds all done.
        yield
        return
    with db.engine.connect() as keeper:
        keeper.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": UPGRADE_LOCK})
        try:
            yield
        finally:
            keeper.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": UPGRADE_LOCK})


@click.group()
def database() -> None:
    """Migrate the database, or tell whether it is current."""


@database.command()
@in_app
def upgrade() -> None:
    """Run the migrations that are missing."""
    if bring_up_to_date(this_app()):
        click.echo(f"The database is now at {newest()}.")
    else:
        click.echo(f"The database is current ({newest()}).")


@database.command()
@in_app
def check() -> None:
    """Tell whether the database is current."""
    if not is_current():
        had = present() or "empty"
        raise click.ClickException(
            f"the database is {had} and should be {newest()}: run `mediation database upgrade`"
        )
    click.echo(f"The database is current ({newest()}).")


@database.command()
@click.argument("message")
@in_app
def draft(message: str) -> None:
    """For developers: write the migration that leads from the database to the models."""
    _migrations().draft(this_app(), message)
