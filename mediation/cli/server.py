"""The web server: gunicorn with gevent workers, and the scheduler beside them.

Chosen by measurement (`python -m tests.benchmarks.servers`): a thousand slow senders or readers
cost a good visitor nothing. The price is that nothing in a worker may block for long. SQLite
does block, and that is bounded: a statement takes milliseconds; a worker's own writers queue in
`transaction()`, where waiting is polite, so that the loop never waits for a lock whose holder
waits for the loop; what remains is the commit of another process, milliseconds again.
"""

import gc
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.base_async import AsyncWorker
from gunicorn.workers.ggevent import GeventWorker

from mediation.cli.bodies import Patience
from mediation.db import db

CONNECTIONS = 10_000  # For each worker; a connection that waits costs some 30 kB.
HEADERS = 10  # Seconds for the head of a request, and between two of one connection.
STANDSTILL = 60  # Seconds that a reader may take for one piece of an answer.
FAREWELL = 15  # Seconds that running requests have when the server is told to stop.
RESTART_PAUSE = 2.0
COLLECT = (20_000, 20, 20)  # A page makes thousands of short-lived objects and few rings.


class Worker(GeventWorker):
    """A worker whose connections give up on those who have stopped reading."""

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """Serve one connection."""
        client.settimeout(STANDSTILL)
        AsyncWorker.handle(self, listener, client, addr)


class ServerLog(Logger):
    """gunicorn's messages among our own lines."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True

    def exception(self, msg: str, *arguments: Any, **options: Any) -> None:
        """A fault; a visitor who went away or stands still is none."""
        if not isinstance(sys.exc_info()[1], TimeoutError):
            super().exception(msg, *arguments, **options)


class Companion:
    """The scheduler's process: started again when it dies, and ended with the server.

    It is a fresh interpreter and no fork: jobs use threads and libraries that a web worker has
    no room for.
    """

    def __init__(self) -> None:
        self.pid: int | None = None
        self.started = -RESTART_PAUSE

    def keep(self) -> None:
        """Start it if it does not run; not more often than every other second."""
        if self.alive() or time.monotonic() - self.started < RESTART_PAUSE:
            return
        self.started = time.monotonic()
        apart = ["-P"] if sys.flags.safe_path else []
        words = ["jobs", "run", "--parent", str(os.getpid())]
        command = [sys.executable, *apart, "-m", "mediation", *words]
        self.pid = os.posix_spawn(
            command[0],
            command,
            os.environ,
            setsigmask=[],
            setsigdef=[signal.SIGTERM, signal.SIGINT, signal.SIGCHLD],
        )

    def alive(self) -> bool:
        """Whether it runs."""
        if self.pid is None:
            return False
        try:
            found, _ = os.waitpid(self.pid, os.WNOHANG)
        except ChildProcessError:
            return False  # The arbiter reaps every child that ends.
        return found == 0

    def end(self) -> None:
        """Tell it to finish what it does."""
        if self.pid is not None and self.alive():
            os.kill(self.pid, signal.SIGTERM)


class House(Arbiter):
    """The arbiter of the workers, who also keeps the scheduler alive."""

    def __init__(self, server: "Server") -> None:
        self.companion = Companion()
        super().__init__(server)

    def manage_workers(self) -> None:
        """See that all workers run, and the scheduler; called every second."""
        super().manage_workers()
        self.companion.keep()

    def stop(self, graceful: bool = True) -> None:
        """End the scheduler and the workers."""
        self.companion.end()
        super().stop(graceful)


class Server(BaseApplication):
    """Our application in gunicorn, made before the workers fork so that they share its pages."""

    def __init__(
        self, app: Flask, *, host: str, port: int, workers: int, ready: Callable[[], None]
    ) -> None:
        self.app = app
        self.settings = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
            "worker_class": Worker,
            "worker_connections": CONNECTIONS,
            "keepalive": HEADERS,
            "graceful_timeout": FAREWELL,
            "timeout": 60,
            "loglevel": "warning",
            "logger_class": ServerLog,
            "limit_request_fields": 60,
            "forwarded_allow_ips": "",  # TRUSTED_PROXIES decides whom we believe.
            "control_socket_disable": True,
            "when_ready": lambda _arbiter: ready(),
            "post_fork": lambda _arbiter, _worker: self._begin_anew(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Patience:
        """The application as the workers call it."""
        return Patience(self.app)

    def run(self) -> None:
        """Serve until told to stop."""
        _allow_many_connections()
        House(self).run()

    def _begin_anew(self) -> None:
        # A connection that two processes share says nonsense to both.
        with self.app.app_context():
            db.engine.dispose(close=False)
        # What was made before the fork stays for ever: it need not be walked again and again,
        # and what is not walked stays shared between the workers.
        gc.freeze()
        gc.set_threshold(*COLLECT)


def _allow_many_connections() -> None:
    granted, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most == resource.RLIM_INFINITY or granted < most:
        wanted = 65_536 if most == resource.RLIM_INFINITY else most
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(granted, wanted), most))
