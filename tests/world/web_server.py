"""Somebody else's web server, on this machine: it keeps what it is asked and answers as told."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Call(NamedTuple):
    """What one call brought."""

    path: str
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class Visitor(BaseHTTPRequestHandler):
    """One connection."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.calls.append(Call(self.path, dict(self.headers.items()), body))
        self.server.respond(self)

    def log_message(self, *_arguments):
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Answers 200 and OK, until told otherwise."""

    daemon_threads = True

    def __init__(self, context=None):
        super().__init__(("127.0.0.1", 0), Visitor)
        self.calls = []
        self.status, self.headers, self.answer = 200, {}, b'{"Code": "OK"}'
        self.respond = self.say
        self.port = self.server_address[1]
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.port}"
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def say(self, visitor):
        visitor.send_response(self.status)
        for name, value in self.headers.items():
            visitor.send_header(name, value)
        visitor.send_header("Content-Length", str(len(self.answer)))
        visitor.end_headers()
        visitor.wfile.write(self.answer)

    def drip(self, visitor):
        """Answer a byte at a time, for as long as anybody listens."""
        visitor.wfile.write(b"HTTP/1.1 200 OK\r\nX-")
        while not self.closing.wait(0.02):
            try:
                visitor.wfile.write(b"a")
            except OSError:
                return

    def handle_error(self, *_arguments):
        """Whoever hangs up is no error of this server's."""


@contextmanager
def serving(context=None):
    """A server for the time of a `with`."""
    server = Server(context)
    server.closing = threading.Event()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
