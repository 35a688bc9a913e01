"""Which WSGI server keeps answering while a thousand others send and read slowly.

    pip install -e '.[bench]'
    python -m tests.benchmarks.servers [--seconds 20] [--connections 1000] [SERVER ...]

Prints one line for each server. Not a test: nothing is asserted, the table is the result.
"""

import argparse
import http.client
import shutil
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from tests.faults.drip import allow_many_files
from tests.faults.slow_senders import dripping
from tests.faults.visitor import visit

HOST, PORT = "127.0.0.1", 8765
APP = "tests.benchmarks.toy:app"
MANY = "10000"

# Every one as its own guide would have it for this: two cores, many connections allowed.
SERVERS = {
    "gunicorn gevent": [
        *("gunicorn", APP, "-b", f"{HOST}:{PORT}", "-k", "gevent", "-w", "2"),
        *("--worker-connections", MANY, "--keep-alive", "10", "--log-level", "critical"),
    ],
    "gunicorn gthread": [
        *("gunicorn", APP, "-b", f"{HOST}:{PORT}", "-k", "gthread", "-w", "2", "--threads", "8"),
        *("--worker-connections", MANY, "--keep-alive", "10", "--log-level", "critical"),
    ],
    "waitress": [
        *("waitress-serve", f"--listen={HOST}:{PORT}", "--threads=8"),
        *(f"--connection-limit={MANY}", "--asyncore-use-poll", APP),
    ],
    "granian": [
        *("granian", APP, "--interface", "wsgi", "--host", HOST, "--port", str(PORT)),
        *("--workers", "2", "--blocking-threads", "8", "--no-log"),
    ],
}
KINDS = {"headers": "/", "bodies": "/", "readers": "/long"}


def main() -> None:
    """Try each server against each kind of slowness."""
    options = _options()
    allow_many_files()
    print(
        f"{options.connections} slow connections, a good visitor for {options.seconds:.0f} s each"
    )
    print(f"{'server':18}{'pages/s':>9}  slowness   good visitor{'':28}memory MB  connections")
    for name in options.server or SERVERS:
        command = _found(SERVERS[name])
        if command is None:
            print(f"{name:18} is not installed: pip install -e '.[bench]'")
            continue
        with _running(command):
            rate = _rate(options.seconds / 4)
            print(f"{name:18}{rate:9.0f}  {'none':9}  {visit(HOST, PORT, '/', seconds=5)}")
        for kind, path in KINDS.items():
            with _running(command) as server:
                before = _memory(server)
                with dripping(PORT, kind, path, options.connections) as drips:
                    seen = visit(HOST, PORT, "/", seconds=options.seconds)
                    grown = _memory(server) - before
                # The drips are counted once they have ended.
                print(f"{'':27}  {kind:9}  {seen!s:40}{grown:+9.0f}  {drips}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("server", nargs="*", choices=[[], *SERVERS], help="all, unless named")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--connections", type=int, default=1000)
    return parser.parse_args()


def _found(command: list[str]) -> list[str] | None:
    program = shutil.which(command[0], path=sysconfig.get_path("scripts"))
    return program and [program, *command[1:]]


@contextmanager
def _running(command: list[str]) -> Iterator[psutil.Process]:
    server = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await_answer()
        yield server
    finally:
        family = [server, *server.children(recursive=True)]
        for member in family:
            member.kill()
        psutil.wait_procs(family)


def _await_answer() -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if not visit(HOST, PORT, "/", seconds=0.01, pause=0, patience=1).failures:
            return
    raise SystemExit("the server did not start")


def _memory(server: psutil.Process) -> float:
    return sum(
        member.memory_info().rss for member in [server, *server.children(recursive=True)]
    ) / (1024 * 1024)


def _rate(seconds: float) -> float:
    line = http.client.HTTPConnection(HOST, PORT, timeout=5)
    asked = 0
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        line.request("GET", "/")
        line.getresponse().read()
        asked += 1
    line.close()
    return asked / (time.monotonic() - started)


if __name__ == "__main__":
    main()
