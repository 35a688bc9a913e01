"""Roles in a case: who complains, who speaks for whom, which company had what hand in the loan."""

from enum import StrEnum


class PartyKind(StrEnum):
    COMPLAINANT = "complainant"
    REPRESENTATIVE = "representative"
    RELATIVE = "relative"
    HEIR = "heir"
    BYSTANDER = "bystander"


class CompanyRole(StrEnum):
    LENDER = "lender"
    FUNDER = "funder"
    PLATFORM = "platform"
    GUARANTOR = "guarantor"
    MEMBER_SHOP = "member_shop"
    COLLECTOR = "collector"
    UNKNOWN = "unknown"


class Channel(StrEnum):
    """How a complaint reached us."""

    WEB = "web"
    PHONE = "phone"
    PAPER = "paper"
    VISIT = "visit"
    EMAIL = "email"
    REFERRAL = "referral"


class ConsentKind(StrEnum):
    """Separate, versioned, withdrawable consents."""

    PASS_TO_LENDER = "pass_to_lender"
    MEDIATION_BODY = "mediation_body"
    ARBITRATION = "arbitration"
    SENSITIVE = "sensitive"


CONSENT_VERSION = "2026-11"
# Of a bystander nothing ever goes to arbitration.
OF_BYSTANDERS = (ConsentKind.PASS_TO_LENDER, ConsentKind.MEDIATION_BODY, ConsentKind.SENSITIVE)
# Without these no case can be worked on.
NEEDED = frozenset({ConsentKind.MEDIATION_BODY})
