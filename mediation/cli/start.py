"""The start of the server: database, secrets, demo world, addresses; gevent has patched already."""

import errno
import os
import socket
import time
from importlib import import_module

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from mediation import create_app
from mediation.cli.database import bring_up_to_date
from mediation.cli.logs import write_log
from mediation.cli.server import Server
from mediation.config import DEFAULTS, PREFIX
from mediation.db import db

PORT_PATIENCE = 3.0


def start(*, host: str, port: int, workers: int, demo: bool) -> None:
    """Prepare everything, then serve until told to stop."""
    os.umask(0o077)  # What is kept is for this user alone.
    write_log()
    _await_port(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    app = create_app()
    _take_address(app, address)
    try:
        if bring_up_to_date(app):
            click.echo("The database was brought up to date.")
    except OperationalError as failure:
        reason = str(failure).splitlines()[0]
        raise click.ClickException(f"the database cannot be opened: {reason}") from failure
    if demo:
        # Read only when asked for: it carries the words of forty invented cases.
        import_module("mediation.cli.demo").load_demo(app)
    with app.app_context():
        db.engine.dispose()  # No connection may be open when the workers fork.

    def ready() -> None:
        click.echo(f"Serving on {address} with {workers} workers and a scheduler.")
        click.echo(f"Everything is kept in {app.instance_path}.")

    Server(app, host=host, port=port, workers=workers, ready=ready).run()


def _await_port(host: str, port: int) -> None:
    """Wait a little for the workers of a server that was killed; then say that it is taken."""
    until = time.monotonic() + PORT_PATIENCE
    while True:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                door.bind(address)
            except OSError as refusal:
                if refusal.errno != errno.EADDRINUSE:
                    raise click.ClickException(f"cannot listen on {host}: {refusal}") from refusal
            else:
                return
        if time.monotonic() > until:
            raise click.ClickException(f"something else listens on {host}:{port}")
        time.sleep(0.1)


def _take_address(app: Flask, address: str) -> None:
    """Where nobody said under which address people come, links lead to the one we serve on."""
    if app.config["BASE_URL"] == DEFAULTS["BASE_URL"]:
        os.environ[PREFIX + "BASE_URL"] = app.config["BASE_URL"] = address
