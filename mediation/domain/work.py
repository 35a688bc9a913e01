"""What a person has to see to because the machine could not."""

from enum import StrEnum


class WorkKind(StrEnum):
    """Why something lies on somebody's work list."""

    UNDELIVERABLE = "undeliverable"
    DEADLINE_MISSED = "deadline_missed"
    IMPOSSIBLE = "impossible"
