"""Who among the readers of a case sees a clock of it."""

from enum import StrEnum

from mediation.domain.spaces import SIDE_OF, Reader, Side, Space, Worked, spaces_read


class Shown(StrEnum):
    EVERYBODY = "everybody"
    SIDES = "sides"  # Both sides and the body: what belongs to the talks stays out of arbitration.
    COMPLAINANT = "complainant"  # And whoever reads what the complainant tells the body alone.
    BODY = "body"


def is_shown(shown: Shown, reader: Reader, case: Worked) -> bool:
    """Whether somebody who reads the case sees a clock that is shown to these."""
    side = SIDE_OF.get(reader.role)
    match shown:
        case Shown.SIDES:
            return side in (Side.COMPLAINANT, Side.LENDER, Side.MEDIATION)
        case Shown.COMPLAINANT:
            return Space.COMPLAINANT in spaces_read(reader, case)
        case Shown.BODY:
            return side is Side.MEDIATION
    return True
