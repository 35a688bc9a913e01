"""The roof: create_app opens the doors."""

from pathlib import Path

from flask import Flask

from mediation.config import configure, instance_folder
from mediation.db import init_db
from mediation.keyring import init_keyring
from mediation.migrations import init_migrations
from mediation.web import init_web


def create_app(overrides: dict | None = None) -> Flask:
    """Build the application: settings, database, keys, doors, in that order.

    `overrides` win over settings; nothing is started and no table is touched.
    """
    overrides = dict(overrides or {})
    folder = Path(overrides.pop("INSTANCE", "") or instance_folder())
    app = Flask(
        "mediation",
        instance_path=str(folder),
        static_folder=None,  # web/assets.py serves them, compressed and for a year.
        template_folder=None,
    )
    configure(app, overrides)
    init_db(app)
    init_keyring(folder / "keys")
    init_migrations(app)
    init_web(app)
    return app
