"""Address parts: an identifier that fits a database integer."""

from werkzeug.routing import IntegerConverter, Map

MOST = 2**63 - 1


def key(text: str) -> int:
    """A 63-bit key out of a query or a form; ValueError where it is none."""
    number = int(text)
    if not 0 <= number <= MOST:
        raise ValueError("no key")
    return number


class Identifier(IntegerConverter):
    """A 63-bit key; anything longer is no address at all, not an overflow."""

    regex = r"\d{1,19}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=MOST)
