"""The hash chain of a case: what a row's digest and hash are, and whether a chain is whole."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

START = b"\0" * 32
# Made once: `json.dumps` would make one for every call.
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(facts: Mapping[str, Any]) -> bytes:
    """Facts as the one JSON text that they have: sorted keys, no spaces, UTF-8."""
    return _ENCODER.encode(facts).encode()


def digest_of(salt: bytes, facts: bytes) -> bytes:
    """SHA-256 of salt and canonical facts: all that the chain knows of them."""
    return hashlib.sha256(salt + facts).digest()


def hash_of(previous: bytes, number: int, event: str, at: datetime, digest: bytes) -> bytes:
    """SHA-256 of previous hash, number, event, instant (UTC, microseconds) and digest."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(previous + f"{number}\n{event}\n{moment}\n".encode() + digest).digest()


class Link(NamedTuple):
    """One row of a chain; `salt` and `facts` are None where they were erased."""

    number: int
    event: str
    at: datetime
    digest: bytes
    hash: bytes
    salt: bytes | None = None
    facts: bytes | None = None


def first_break(links: Iterable[Link], *, head: bytes, count: int) -> str | None:
    """Why the chain is not whole, as `word:number`, or None when it is.

    `head` and `count` are what the case row holds, so that a cut tail shows.
    """
    previous, expected = START, 1
    for link in links:
        if link.number != expected:
            return f"gap:{expected}"
        if link.hash != hash_of(previous, link.number, link.event, link.at, link.digest):
            return f"changed:{link.number}"
        if link.facts is not None and digest_of(link.salt or b"", link.facts) != link.digest:
            return f"facts_changed:{link.number}"
        previous, expected = link.hash, expected + 1
    if expected - 1 != count:
        return f"cut:{expected}"
    return None if previous == head else f"head:{count}"
