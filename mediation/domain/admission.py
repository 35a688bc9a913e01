"""What an officer decides on a complaint, and how a standstill request is answered."""

from enum import StrEnum


class StandstillAnswer(StrEnum):
    YES = "yes"
    NO = "no"
    UNTIL = "until"


class LenderAnswerKind(StrEnum):
    ACCEPTS = "accepts"
    CONTESTS = "contests"
    NOT_US = "not_us"
    OFFERS_TERMS = "offers_terms"
    CANNOT_IDENTIFY = "cannot_identify"


class ReliefKind(StrEnum):
    EXPLANATION = "explanation"
    MONEY = "money"
    OTHER = "other"
