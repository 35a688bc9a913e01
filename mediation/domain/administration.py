"""What an administrator has to see to: in which state people and bodies are looked up."""

from enum import StrEnum

from mediation.domain.roles import OrganisationKind


class AccountState(StrEnum):
    """Which of the people."""

    INVITED = "invited"  # And has set no password yet.
    SUSPENDED = "suspended"


class BodyState(StrEnum):
    """Which of the bodies."""

    UNREGISTERED = "unregistered"  # Nobody has entered its registration number.
    HEADLESS = "headless"  # A mediation body whose head nobody named.
    SUSPENDED = "suspended"


# Those that act on cases, so that it must be known who they are.
REGISTERED = frozenset(
    {
        OrganisationKind.LENDER,
        OrganisationKind.MEDIATION_BODY,
        OrganisationKind.ARBITRATION_BODY,
    }
)
