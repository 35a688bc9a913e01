"""The application of this installation, as commands use it."""

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from mediation import clock, create_app
from mediation.config import PREFIX, instance_folder
from mediation.domain.errors import Refused
from mediation.wording.refusals import say_refusal


def this_app() -> Flask:
    """The application: the one that the caller handed in, or one made from the settings."""
    context = click.get_current_context()
    app = context.find_object(Flask)
    if app is None:
        app = context.find_root().obj = create_app()
    return app


def app_if_any() -> Flask | None:
    """The application where this installation has a database; asking makes none."""
    handed = click.get_current_context().find_object(Flask)
    folder = instance_folder()
    kept = any((folder / name).exists() for name in ("mediation.sqlite3", "config.py"))
    if handed is None and not kept and not os.environ.get(f"{PREFIX}DATABASE_URL"):
        return None
    return this_app()


def in_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the application; a refusal is one line and exit status 1."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> Any:
        app = this_app()
        with app.app_context():
            try:
                return command(*arguments, **options)
            except Refused as refusal:
                zone = app.config["TIMEZONE"]
                year = clock.now().year
                text = say_refusal(refusal, locale="en", zone=zone, this_year=year)
                raise click.ClickException(text) from refusal
            except OperationalError as failure:
                reason = str(failure).splitlines()[0]
                raise click.ClickException(f"the database does not answer: {reason}") from failure

    return run
