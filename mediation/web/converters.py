"""Address parts: an identifier that fits a database integer."""

from werkzeug.routing import IntegerConverter


class Identifier(IntegerConverter):
    """A 63-bit key; anything longer is no address at all, not an overflow."""

    regex = r"\d{1,19}"

    def __init__(self, map, *args, **kwargs) -> None:  # noqa: A002  (werkzeug's own name)
        super().__init__(map, max=2**63 - 1)
