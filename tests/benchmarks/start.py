"""How long the server takes to its first page, and what its processes hold at rest.

    python -m tests.benchmarks.start [--rounds 5]

Exit status 1 where the median start takes 1.5 seconds or longer, or a worker holds 130 MB.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.server import Server
from tests.faults.visitor import visit

LONGEST = 1.5
LARGEST = 130


def main() -> int:
    """Start an empty installation once, and then again and again."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    # Python keeps what it compiled, as it does for everybody who has not forbidden it.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        print(f"first start, with secrets and migrations: {_start(server):.2f} s")
        server.stop()
        took = []
        for _ in range(rounds):
            took.append(_start(server))
            server.await_ready()
            visit("127.0.0.1", server.port, "/", seconds=2, pause=0.02)
            memory = server.memory()
            server.stop()
        told = ", ".join(f"{length:.2f}" for length in took)
        print(f"to the first page: {told} s; median {statistics.median(took):.2f} s")
        first, *rest = memory.values()
        told = ", ".join(f"{size:.0f}" for size in rest)
        print(f"in memory: {first:.0f} MB the first process, {told} MB the workers and scheduler")
    return 1 if statistics.median(took) >= LONGEST or max(memory.values()) >= LARGEST else 0


def _start(server: Server) -> float:
    began = time.monotonic()
    server.start()
    while visit("127.0.0.1", server.port, "/", seconds=0.001, pause=0).failures:
        time.sleep(0.01)
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
