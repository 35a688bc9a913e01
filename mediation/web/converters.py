"""Address parts: an identifier that fits a database integer."""

from werkzeug.routing import IntegerConverter, Map


class Identifier(IntegerConverter):
    """A 63-bit key; anything longer is no address at all, not an overflow."""

    regex = r"\d{1,19}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=2**63 - 1)
