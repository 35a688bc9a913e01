"""A real mail server that keeps of each mail its number and what it said, not the mail."""

import hashlib
import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.world.post_office import Clerk, Office

NUMBER = re.compile(rb"^Message-ID: <(\d+)@", re.MULTILINE | re.IGNORECASE)
BOUNDARY = re.compile(rb"=+\d{10,}==")


class Counter(Clerk):
    """Notes how often each message came, and whether it said the same each time."""

    def __init__(self) -> None:
        super().__init__()
        self.came: dict[int, list[bytes]] = defaultdict(list)
        self.lock = threading.Lock()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's own name
        content = BOUNDARY.sub(b"", envelope.original_content)
        [number] = NUMBER.findall(content)
        with self.lock:
            self.came[int(number)].append(hashlib.sha256(content).digest())
        return "250 kept"


@contextmanager
def open_sink() -> Iterator[Counter]:
    """A server for the time of a `with`; its `url` is for MAIL_URL."""
    counter = Counter()
    office = Office(counter, hostname="127.0.0.1", port=0)
    office.start()
    counter.url = f"smtp://127.0.0.1:{office.port}?from=hello@tiaojie.example"
    try:
        yield counter
    finally:
        office.stop()
