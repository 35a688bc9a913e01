"""The database's changes, in order; every one runs on SQLite and on PostgreSQL."""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from flask_migrate import migrate as write_migration
from flask_migrate import upgrade as run_migrations

import mediation.models  # noqa: F401  (so that the metadata is whole)
from mediation.db import db

HERE = Path(__file__).parent

migrate = Migrate()


def init_migrations(app: Flask) -> None:
    """Tell Flask-Migrate where the migrations lie and how they are compared."""
    migrate.init_app(app, db, directory=str(HERE), render_as_batch=True, compare_type=True)


def upgrade(app: Flask) -> None:
    """Run the migrations that are missing."""
    init_migrations(app)
    run_migrations()


def draft(app: Flask, message: str) -> None:
    """Write down what leads from the database to the models, for a developer to look through."""
    init_migrations(app)
    write_migration(message=message)
