"""One call to another computer's web server: short, never redirected, and cut off in time."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

LONGEST_ANSWER = 64 * 1024
PORTS = {"https": 443, "http": 80}


class Answer(NamedTuple):
    """What came back: its beginning, where it is long."""

    status: int
    body: bytes

    @property
    def is_yes(self) -> bool:
        """Whether the call was taken."""
        return 200 <= self.status < 300


class _Line(http.client.HTTPConnection):
    """A connection to one address, whatever the name in it would mean a moment later."""

    def __init__(self, url: str, address: str | None, patience: float) -> None:
        parts = urlsplit(url)
        super().__init__(parts.hostname or "", parts.port or PORTS[parts.scheme], timeout=patience)
        self.default_port = PORTS[parts.scheme]
        self.address = address or self.host
        self.trust = ssl.create_default_context() if parts.scheme == "https" else None
        self.ran_out = False

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.ran_out:
            raise TimeoutError("no connection in time")
        if self.trust:
            # The handshake comes once the watch can reach the line, or it might last for ever.
            self.sock = self.trust.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def cut(self) -> None:
        """End it from the watch's thread; whoever reads from it sees that it is over."""
        self.ran_out = True
        if self.sock:
            with suppress(OSError):  # It may be over already.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def call(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    patience: float,
    address: str | None = None,
) -> Answer:
    """POST `body` and return the answer, whatever its status; at `address` where one is given.

    A server that speaks one byte a second cannot hold the line: after `patience` seconds in all
    it is cut. Raises OSError where no answer came.
    """
    line = _Line(url, address, patience)
    watch = threading.Timer(patience, line.cut)
    watch.daemon = True
    watch.start()
    try:
        line.request("POST", _target(url), body, dict(headers))
        response = line.getresponse()
        answer = Answer(response.status, response.read(LONGEST_ANSWER))
    except http.client.HTTPException as failure:
        raise OSError(f"no answer in HTTP: {type(failure).__name__}") from failure
    finally:
        watch.cancel()
        line.close()
    if line.ran_out:
        raise TimeoutError(f"no answer within {patience} seconds")
    return answer


def reach(url: str, *, patience: float) -> None:
    """Open a line to a server and hang up; raises OSError where none can be had."""
    line = _Line(url, None, patience)
    try:
        line.connect()
    finally:
        line.close()


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
