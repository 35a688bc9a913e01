"""A thousand connections that drip must not keep a good visitor waiting.

    python -m tests.faults.slow_senders [--rounds 14] [--seconds 20] [--connections 1000]

Serves the product from an empty folder. Each round is one kind of slowness: heads of requests,
bodies of forms, files for a complaint that is being written, readers of large answers. Exit
status 1 where the visitor was ever refused, waited longer than 100 ms (95th percentile), or the
server grew by more than 100 MB.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

from tests.faults.browser import Browser
from tests.faults.drip import allow_many_files
from tests.faults.server import Server
from tests.faults.visitor import visit

KINDS = {
    "headers": "/",
    "bodies": "/login",
    "uploads": "/file/files",
    "readers": "/assets/-/vendor/bootstrap.min.css",
}
P95 = 100  # Milliseconds.
GROWTH = 100  # MB, all processes together.


def main() -> int:
    """Serve, drip, visit; say how each round went."""
    options = _options()
    allow_many_files()
    failed = 0
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        server.start()
        server.await_ready()
        calm = visit("127.0.0.1", server.port, "/", seconds=options.seconds / 4)
        before = sum(server.memory().values())
        print(f"{'nobody':8} {calm}")
        for kind in islice(cycle(KINDS), options.rounds):
            cookie = cookie_of_writer(server.port)
            with dripping(server.port, kind, KINDS[kind], options.connections, cookie):
                seen = visit("127.0.0.1", server.port, "/", seconds=options.seconds)
                grown = sum(server.memory().values()) - before
            good = not seen.failures and seen.p95 <= P95 and grown <= GROWTH
            failed += not good
            print(f"{kind:8} {seen}, {grown:+.0f} MB{'' if good else '  FAILED'}", flush=True)
        server.stop()
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=14)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--connections", type=int, default=1000)
    return parser.parse_args()


def cookie_of_writer(port: int) -> str:
    """The cookie of somebody who has begun to write a complaint."""
    browser = Browser(port, "127.0.0.1")
    browser.send(browser.get("/file"), {"lane": "fees"})
    return "; ".join(f"{name}={text}" for name, text in browser.cookies.items())


@contextmanager
def dripping(
    port: int, kind: str, path: str, connections: int, cookie: str = ""
) -> Iterator[dict[str, int]]:
    """Let another process drip while the block runs; what it saw, once the block has ended."""
    command = [sys.executable, "-m", "tests.faults.drip", "127.0.0.1", str(port), kind, path]
    process = subprocess.Popen(
        [*command, str(connections), cookie], stdout=subprocess.PIPE, text=True
    )
    seen: dict[str, int] = {}
    try:
        process.stdout.readline()
        time.sleep(1)  # Until those that came last have begun to drip.
        yield seen
        process.terminate()
        seen.update(json.loads(process.communicate(timeout=20)[0]))
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
