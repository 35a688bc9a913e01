"""A thousand connections that send, or read, one byte a second.

    python -m tests.faults.drip HOST PORT headers|bodies|uploads|readers PATH [CONNECTIONS [COOKIE]]

Runs until it is told to end, opens anew what the server closes, and then prints what happened
as one line of JSON.
"""

import heapq
import json
import random
import resource
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

PAUSE = 1.0
BODY = 20_000

OPENINGS = {
    "headers": "GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Drip: ",
    "bodies": (
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {body}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\nemail="
    ),
    "uploads": (
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n"
        "Content-Length: 15000000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n'
        "Content-Type: text/plain\r\n\r\n"
    ),
    "readers": "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
}


@dataclass
class Drips:
    """The connections of one kind, and what became of them."""

    host: str
    port: int
    kind: str
    path: str
    cookie: str = ""
    seen: Counter[str] = field(default_factory=Counter)
    due: list[tuple[float, int, socket.socket]] = field(default_factory=list)

    def open(self) -> None:
        """Connect and send the beginning; the rest comes byte by byte."""
        line = socket.socket()
        if self.kind == "readers":
            # A small window, so that the kernel cannot take the answer off the server's hands.
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        line.settimeout(2)
        opening = OPENINGS[self.kind].format(
            path=self.path, host=self.host, body=BODY, cookie=self.cookie
        )
        try:
            line.connect((self.host, self.port))
            line.sendall(opening.encode())
        except OSError:
            self.seen["refused"] += 1
            line.close()
            line = socket.socket()
        line.setblocking(False)
        self.seen["opened"] += 1
        self.wait(line, random.random() * PAUSE)

    def wait(self, line: socket.socket, length: float) -> None:
        """Leave the connection alone for a while."""
        heapq.heappush(self.due, (time.monotonic() + length, id(line), line))

    def step(self) -> None:
        """Move the next connection on by one byte, or open it anew if the server closed it."""
        moment, _, line = heapq.heappop(self.due)
        time.sleep(max(0.0, moment - time.monotonic()))
        try:
            alive = self.read(line) if self.kind == "readers" else self.send(line)
        except BlockingIOError:
            alive = True
        except OSError:
            alive = False
        if alive:
            self.seen["drops"] += 1
            self.wait(line, PAUSE)
        else:
            self.seen["closed by the server"] += 1
            line.close()
            self.open()

    def read(self, line: socket.socket) -> bool:
        """Take one byte."""
        return bool(line.recv(1))

    def send(self, line: socket.socket) -> bool:
        """Give one byte, and see whether the server has had enough."""
        line.send(b"x")
        try:
            return bool(line.recv(4096))
        except BlockingIOError:
            return True


def allow_many_files() -> None:
    """Ask for as many open files as this machine grants."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def stop_at_signal() -> Callable[[], bool]:
    """Return a question that is answered with yes once the process was told to end."""
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, _frame: told.append(signum))
    return lambda: bool(told)


def main(arguments: list[str]) -> None:
    """Drip until told to end."""
    host, port, kind, path, *rest = arguments
    count, cookie = [*rest, *["1000", ""][len(rest) :]]
    stopped = stop_at_signal()
    allow_many_files()
    drips = Drips(host, int(port), kind, path, cookie)
    for _ in range(int(count)):
        drips.open()
    print("dripping", flush=True)
    while not stopped():
        drips.step()
    print(json.dumps(drips.seen), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
