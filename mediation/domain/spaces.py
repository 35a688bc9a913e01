"""Spaces: who may read what is said, written or handed in."""

from enum import StrEnum
from typing import Protocol

from mediation.domain.errors import NotPermitted
from mediation.domain.roles import Role


class Space(StrEnum):
    JOINT = "joint"
    COMPLAINANT = "complainant"
    LENDER = "lender"
    STAFF = "staff"
    PERSONAL = "personal"


class Side(StrEnum):
    """The two parties of a dispute, and those between them."""

    COMPLAINANT = "complainant"
    LENDER = "lender"
    MEDIATION = "mediation"
    ARBITRATION = "arbitration"
    SYSTEM = "system"


SIDE_OF = {
    Role.COMPLAINANT: Side.COMPLAINANT,
    Role.LENDER_STAFF: Side.LENDER,
    Role.LENDER_ADMIN: Side.LENDER,
    Role.OFFICER: Side.MEDIATION,
    Role.MEDIATOR: Side.MEDIATION,
    Role.CLERK: Side.ARBITRATION,
    Role.ARBITRATOR: Side.ARBITRATION,
    Role.SYSTEM: Side.SYSTEM,
}

# `personal` is missing on purpose: it is read by its author alone, whatever the role.
READS: dict[Role, frozenset[Space]] = {
    Role.COMPLAINANT: frozenset({Space.JOINT, Space.COMPLAINANT}),
    Role.LENDER_STAFF: frozenset({Space.JOINT, Space.LENDER}),
    Role.LENDER_ADMIN: frozenset({Space.JOINT, Space.LENDER}),
    Role.OFFICER: frozenset({Space.JOINT, Space.COMPLAINANT, Space.LENDER, Space.STAFF}),
    Role.MEDIATOR: frozenset({Space.JOINT, Space.COMPLAINANT, Space.LENDER, Space.STAFF}),
    Role.CLERK: frozenset({Space.JOINT}),
    Role.ARBITRATOR: frozenset({Space.JOINT}),
    Role.SUPERVISOR: frozenset({Space.JOINT}),
    Role.AUDITOR: frozenset(),
    Role.ADMIN: frozenset(),
    Role.SYSTEM: frozenset(Space),
    Role.NOBODY: frozenset(),
}

WRITES: dict[Role, tuple[Space, ...]] = {
    Role.COMPLAINANT: (Space.JOINT, Space.COMPLAINANT, Space.PERSONAL),
    Role.LENDER_STAFF: (Space.JOINT, Space.LENDER, Space.PERSONAL),
    Role.LENDER_ADMIN: (Space.JOINT, Space.LENDER, Space.PERSONAL),
    Role.OFFICER: (
        Space.JOINT,
        Space.COMPLAINANT,
        Space.LENDER,
        Space.STAFF,
        Space.PERSONAL,
    ),
    Role.MEDIATOR: (
        Space.JOINT,
        Space.COMPLAINANT,
        Space.LENDER,
        Space.STAFF,
        Space.PERSONAL,
    ),
    Role.CLERK: (Space.JOINT,),
    Role.ARBITRATOR: (Space.JOINT,),
    Role.SUPERVISOR: (),
    Role.AUDITOR: (),
    Role.ADMIN: (),
    Role.SYSTEM: tuple(Space),
    Role.NOBODY: (),
}


class Reader(Protocol):
    """What must be known of somebody to say what they may read."""

    @property
    def role(self) -> Role: ...
    @property
    def account_id(self) -> int | None: ...
    @property
    def organisation_id(self) -> int | None: ...


class Worked(Protocol):
    """What must be known of a case to say who works on it."""

    @property
    def mediator_id(self) -> int | None: ...
    @property
    def lender_id(self) -> int | None: ...


def is_inside(reader: Reader, case: Worked) -> bool:
    """Whether somebody may know what the complainant tells the body: contacts, consents, danger.

    A mediator may once the case is theirs; before that they need names, to judge their ties.
    """
    if reader.role is Role.MEDIATOR:
        return reader.account_id is not None and case.mediator_id == reader.account_id
    return reader.role in (Role.COMPLAINANT, Role.OFFICER)


def spaces_read(reader: Reader, case: Worked) -> tuple[Space, ...]:
    """The spaces of this case that this reader may read.

    A mediator to whom it is only offered reads what both sides read: whoever declines for a tie
    must not have heard what one side said alone.
    """
    if reader.role is Role.MEDIATOR and not is_inside(reader, case):
        return (Space.JOINT,)
    return tuple(sorted(READS[reader.role]))


def reads_room(reader: Reader, case: Worked, organisation_id: int | None) -> bool:
    """Whether somebody reads what this company and the mediation body write in private."""
    if Space.LENDER not in spaces_read(reader, case):
        return False
    return SIDE_OF.get(reader.role) is not Side.LENDER or reader.organisation_id == organisation_id


def spaces_written(writer: Reader, case: Worked) -> tuple[Space, ...]:
    """The spaces of this case that somebody may put something into: none that they cannot read."""
    read = (*spaces_read(writer, case), Space.PERSONAL)
    return tuple(space for space in WRITES[writer.role] if space in read)


def check_written(writer: Reader, case: Worked, space: Space) -> None:
    """Raise NotPermitted (`space_not_yours`) for a space that this writer may not fill."""
    if space not in spaces_written(writer, case):
        raise NotPermitted("space_not_yours", space=space)


def company_of(
    writer: Reader, case: Worked, space: Space, chosen_id: int | None = None
) -> int | None:
    """Whose company's a row is: its writer's, or the one with which others speak in private.

    Each company of a loan has a room of its own with the mediation body.
    """
    if SIDE_OF.get(writer.role) is Side.LENDER:
        return writer.organisation_id
    return (chosen_id or case.lender_id) if space is Space.LENDER else None


def may_disclose(role: Role, space: Space) -> bool:
    """Whether someone in `role` owns what lies in `space` and may open it to both sides."""
    side = SIDE_OF.get(role)
    return (space is Space.COMPLAINANT and side is Side.COMPLAINANT) or (
        space is Space.LENDER and side is Side.LENDER
    )
