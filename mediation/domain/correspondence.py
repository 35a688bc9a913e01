"""What may be written, and how long it may be."""

from mediation.domain.errors import Refused
from mediation.domain.lifecycle import Stage

MOST_LETTERS = 10_000
IN_MEDIATION = frozenset({Stage.MEDIATION, Stage.AGREEMENT})


def check_body(body: str) -> None:
    """A message says something, and not a book."""
    if not body.strip():
        raise Refused("message_empty")
    if len(body) > MOST_LETTERS:
        raise Refused("message_too_long", most=MOST_LETTERS)


def is_without_prejudice(stage: Stage) -> bool:
    """What is said while a mediator helps is kept out of what goes to arbitration or court."""
    return stage in IN_MEDIATION
