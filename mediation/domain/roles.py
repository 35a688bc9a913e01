"""The roles in which people act, and the bodies they act for."""

from enum import StrEnum


class Role(StrEnum):
    COMPLAINANT = "complainant"
    LENDER_STAFF = "lender_staff"
    LENDER_ADMIN = "lender_admin"
    OFFICER = "officer"
    MEDIATOR = "mediator"
    CLERK = "clerk"
    ARBITRATOR = "arbitrator"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SYSTEM = "system"
    NOBODY = "nobody"  # A visitor who has not signed in.


class OrganisationKind(StrEnum):
    LENDER = "lender"
    MEDIATION_BODY = "mediation_body"
    ARBITRATION_BODY = "arbitration_body"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"


class LenderKind(StrEnum):
    """What a company of the loan is licensed as; decides which rules bind it."""

    BANK = "bank"
    CONSUMER_FINANCE = "consumer_finance"
    SMALL_LOAN = "small_loan"
    PLATFORM = "platform"
    GUARANTOR = "guarantor"
    COLLECTOR = "collector"
    MERCHANT = "merchant"
    OTHER = "other"


class MediationKind(StrEnum):
    """The legal type of a mediation body."""

    PEOPLES = "peoples"
    INDUSTRY = "industry"
    COMMERCIAL = "commercial"
    COURT_INVITED = "court_invited"


BELONGS_TO: dict[Role, OrganisationKind] = {
    Role.LENDER_STAFF: OrganisationKind.LENDER,
    Role.LENDER_ADMIN: OrganisationKind.LENDER,
    Role.OFFICER: OrganisationKind.MEDIATION_BODY,
    Role.MEDIATOR: OrganisationKind.MEDIATION_BODY,
    Role.CLERK: OrganisationKind.ARBITRATION_BODY,
    Role.ARBITRATOR: OrganisationKind.ARBITRATION_BODY,
    Role.SUPERVISOR: OrganisationKind.SUPERVISOR,
    Role.AUDITOR: OrganisationKind.OPERATOR,
    Role.ADMIN: OrganisationKind.OPERATOR,
}

# In whose name a case is held: a mediator's cases are theirs, an officer's are the body's.
HELD_BY_PERSON = frozenset({Role.COMPLAINANT, Role.MEDIATOR})

STAFF = frozenset(BELONGS_TO)
LENDERS = frozenset({Role.LENDER_STAFF, Role.LENDER_ADMIN})
ARBITRATION = frozenset({Role.CLERK, Role.ARBITRATOR})


class Desk(StrEnum):
    """The places where a case lies; several roles may share one."""

    COMPLAINANT = "complainant"
    LENDER = "lender"
    OFFICER = "officer"
    MEDIATOR = "mediator"
    ARBITRATION = "arbitration"
    SUPERVISOR = "supervisor"


DESK_OF: dict[Role, Desk] = {
    Role.COMPLAINANT: Desk.COMPLAINANT,
    Role.LENDER_STAFF: Desk.LENDER,
    Role.LENDER_ADMIN: Desk.LENDER,
    Role.OFFICER: Desk.OFFICER,
    Role.MEDIATOR: Desk.MEDIATOR,
    Role.CLERK: Desk.ARBITRATION,
    Role.ARBITRATOR: Desk.ARBITRATION,
    Role.SUPERVISOR: Desk.SUPERVISOR,
}
