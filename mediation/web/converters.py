"""Address parts: an identifier that fits a database integer, and the place of a page by key."""

from datetime import UTC, datetime
from typing import Any

from werkzeug.routing import IntegerConverter, Map

MOST = 2**63 - 1


def key(text: str) -> int:
    """A 63-bit key out of a query or a form; ValueError where it is none."""
    number = int(text)
    if not 0 <= number <= MOST:
        raise ValueError("no key")
    return number


def moment_and_key(args: Any) -> tuple[datetime, int] | None:
    """The last row of the page before (`at`, `before`); None on the first page, or of nonsense."""
    at, last = args.get("at", type=float), args.get("before", type=key)
    if at is None or last is None or not 0 <= at < 1e11:
        return None
    return datetime.fromtimestamp(round(at, 6), tz=UTC), last


class Identifier(IntegerConverter):
    """A 63-bit key; anything longer is no address at all, not an overflow."""

    regex = r"\d{1,19}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=MOST)
