"""The roof: create_app opens the doors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def create_app(overrides: dict | None = None) -> Flask:
    """Build the application: settings, database, keys, doors, in that order.

    `overrides` win over settings; nothing is started and no table is touched.
    """
    # Imported here and not above, because everything imports the package: the server's gevent
    # must come before all of this, and a command that needs no application must not wait for it.
    from flask import Flask

    import mediation.models  # noqa: F401  (so that all tables are known)
    from mediation.config import configure, instance_folder
    from mediation.db import init_db
    from mediation.gateways.channels import init_channels
    from mediation.gateways.files import init_files
    from mediation.gateways.passwords import init_passwords
    from mediation.keyring import init_keyring
    from mediation.web import init_web

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
    init_files(app)
    init_passwords(app.config)
    init_channels(app.config, folder)
    init_web(app)
    return app
