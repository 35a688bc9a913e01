"""`mediation serve`: everything that one machine needs, in one command."""

import os
import sys
from importlib import import_module

import click
from gevent import monkey


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1, 64), help="Default: one a core, two at least.")
@click.option("--demo", is_flag=True, help="Load the demo world into an empty database first.")
def serve(host: str, port: int, workers: int | None, demo: bool) -> None:
    """Bring the database up to date, and run the web workers and the scheduler."""
    if not monkey.is_module_patched("threading"):
        # gevent must come before everything else, so the same command starts again under it; and
        # a folder that happens to be called like us must not be taken for us.
        apart = [] if sys.path[0] in {"", os.getcwd()} else ["-P"]
        command = [*apart, "-m", "gevent.monkey", "--module", "mediation", *sys.argv[1:]]
        os.execv(sys.executable, [sys.executable, *command])
    import_module("mediation.cli.start").start(
        host=host, port=port, workers=workers or max(2, min(os.cpu_count() or 2, 8)), demo=demo
    )
