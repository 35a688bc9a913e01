"""The database's changes, in order; every one runs on SQLite and on PostgreSQL."""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

import mediation.models  # noqa: F401  (so that the metadata is whole)
from mediation.db import db

HERE = Path(__file__).parent

migrate = Migrate()


def init_migrations(app: Flask) -> None:
    """Tell Flask-Migrate where the migrations lie and how they are compared."""
    migrate.init_app(app, db, directory=str(HERE), render_as_batch=True, compare_type=True)
