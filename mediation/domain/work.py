"""What a person has to see to because the machine could not, and whose it is."""

from enum import StrEnum

from mediation.domain.errors import NotPermitted
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role


class WorkKind(StrEnum):
    """Why something lies on somebody's work list."""

    UNDELIVERABLE = "undeliverable"
    DEADLINE_MISSED = "deadline_missed"
    IMPOSSIBLE = "impossible"


def check_worker(actor: Actor, body_id: int | None) -> None:
    """Refuse whoever does not work for the body whose item it is; without one it is an admin's."""
    if body_id is None:
        is_theirs = actor.role is Role.ADMIN
    else:
        is_theirs = actor.role is Role.OFFICER and actor.organisation_id == body_id
    if not is_theirs:
        raise NotPermitted("not_permitted")
