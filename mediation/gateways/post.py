"""What is handed over: one message on its way, and how a channel says that it never arrives."""

from datetime import datetime
from typing import NamedTuple


class Post(NamedTuple):
    """One message on its way; `id` is the same however often it has to be tried.

    A mail may carry `html` beside its text, a `calendar` file with its method, and `unsubscribe`,
    an address that a mail program calls by itself (digests alone). `thread` is an opaque name
    that all mails of one case share. `code` is what the message is called on the page that tells
    whether it is real, `one_time` the one-time code in it, if any. A webhook's `recipient` is its
    address, `body` the JSON that is signed with `secret`.
    """

    id: int
    channel: str
    recipient: str
    subject: str
    body: str
    written_at: datetime
    language: str
    html: str | None = None
    thread: str | None = None
    calendar: bytes | None = None
    unsubscribe: str | None = None
    code: str = ""
    one_time: str = ""
    secret: str = ""


class Undeliverable(Exception):
    """A message that will never arrive; `reason` is a word of ours, never a server's text.

    The words: `no_such_address`, `refused_address` (mail), `dead_number` (text messages), `gone`,
    `forbidden_address` (webhooks). Whatever may be tried again is an OSError.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
