"""Agreements: what a complete one says, who signs it, and when it binds."""

from enum import StrEnum


class AgreementEnd(StrEnum):
    """Why a text that was to be signed no longer is."""

    REDRAFTED = "redrafted"
    REFUSED = "refused"
    LAPSED = "lapsed"
