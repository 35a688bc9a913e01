"""Offers: what an offer contains, and how it may be answered."""

from enum import StrEnum


class OfferAnswer(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    COUNTERED = "countered"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Every(StrEnum):
    """How often an instalment falls due."""

    ONCE = "once"
    WEEK = "week"
    MONTH = "month"
