"""What is sent slowly waits here, before the application has opened anything for it.

A view that reads its form has its reader's session, a database connection and often a
transaction open. Were the form still on its way then, a few slow senders would hold them all.
"""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from gevent import Timeout

# A form up to this size is read whole; what is larger is an upload, and streams.
WHOLE = 2 * 1024 * 1024
PIECE = 64 * 1024
# What all forms that are on their way may hold at once in one worker.
HELD = 64 * 1024 * 1024

# A form has this long, and a second more for each so many bytes.
PATIENCE = 20.0
SLOWEST = 4096
# Each piece of an upload has this long: two kilobytes a second.
PIECE_PATIENCE = 30.0

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


class TooSlow(OSError):
    """A sender who stopped sending, or sends a few bytes now and then."""


class Patience:
    """Calls the application once the form is there; hands it uploads that cannot stall."""

    def __init__(self, app: Application) -> None:
        self.app = app
        self.held = 0

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        length = _length(environ)
        if length == 0:
            return self.app(environ, start_response)
        if length is None or length > WHOLE:
            environ["wsgi.input"] = Paced(environ["wsgi.input"])
            return self.app(environ, start_response)
        return self._whole(environ, start_response, length)

    def _whole(self, environ: Environ, start_response: Any, length: int) -> Iterable[bytes]:
        pieces: list[bytes] = []
        try:
            with Timeout(PATIENCE + length / SLOWEST, TooSlow):
                while length > 0 and (piece := environ["wsgi.input"].read(min(PIECE, length))):
                    pieces.append(piece)
                    length -= len(piece)
                    self.held += len(piece)
                    if self.held > HELD:
                        return _answer(start_response, "503 Service Unavailable")
        except TooSlow:
            return _answer(start_response, "408 Request Timeout")
        finally:
            self.held -= sum(map(len, pieces))
        environ["wsgi.input"] = BytesIO(b"".join(pieces))
        return self.app(environ, start_response)


class Paced:
    """A body of any length, each piece of which must come within a while."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; all that is left where none is given."""
        pieces = []
        while size:
            wanted = PIECE if size < 0 else min(PIECE, size)
            piece = self._in_time(self.stream.read, wanted)
            if not piece:
                break
            pieces.append(piece)
            size = size if size < 0 else size - len(piece)
        return b"".join(pieces)

    def readline(self, size: int = -1) -> bytes:
        """The next line."""
        return self._in_time(self.stream.readline, PIECE if size < 0 else size)

    def _in_time(self, read: Callable[[int], bytes], size: int) -> bytes:
        with Timeout(PIECE_PATIENCE, TooSlow):
            return read(size)


def _length(environ: Environ) -> int | None:
    """How long the body is; None where only its end will tell."""
    if environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
        return None
    text = environ.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0


def _answer(start_response: Any, status: str) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "10")]
    start_response(status, [*headers, ("Content-Length", str(len(status)))])
    return [status.encode()]
