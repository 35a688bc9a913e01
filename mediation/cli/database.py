"""Bringing the database up to date, and telling whether it is."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade as run_migrations
from sqlalchemy import text

from mediation.cli.installation import in_app, this_app
from mediation.db import db
from mediation.migrations import HERE

# Any number will do, as long as every server of one database takes the same.
UPGRADE_LOCK = 7_262_951


def newest() -> str | None:
    """The last change that this version of the program knows."""
    return ScriptDirectory(str(HERE)).get_current_head()


def present() -> tuple[str, ...]:
    """The last change that the database has had; nothing for an empty one."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_heads()


def is_current() -> bool:
    """Whether the database is what this version of the program expects."""
    return present() == ((newest(),) if newest() else ())


def bring_up_to_date(app: Flask) -> bool:
    """Run the migrations that are missing; tell whether there were any."""
    with app.app_context():
        if is_current():
            return False
        with _alone():
            run_migrations()
        return True


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
        had = ", ".join(present()) or "empty"
        raise click.ClickException(
            f"the database is {had} and should be {newest()}: run `mediation database upgrade`"
        )
    click.echo(f"The database is current ({newest()}).")
