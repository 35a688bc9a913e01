"""How the program says no."""

from typing import Any


class Refused(Exception):
    """An act that the rules do not allow; `reason` is a word, its sentence is in the catalogues."""

    def __init__(self, reason: str, **facts: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class NotPermitted(Refused):
    """An act that this person may not take, whenever."""


class NotFound(Refused):
    """What was asked for does not exist for this person."""

    def __init__(self, reason: str = "not_found", **facts: Any) -> None:
        super().__init__(reason, **facts)


class Throttled(Refused):
    """Too many tries in too short a time; `seconds` says when one more will be heard."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too_many_tries", seconds=seconds)
        self.seconds = seconds
