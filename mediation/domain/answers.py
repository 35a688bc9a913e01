"""What a lender may answer to a complaint, and what each kind of answer needs."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.outcomes import Outcome


class LenderAnswerKind(StrEnum):
    ACCEPTS = "accepts"
    OFFERS_TERMS = "offers_terms"
    CONTESTS = "contests"
    NOT_US = "not_us"
    CANNOT_IDENTIFY = "cannot_identify"


class ReliefKind(StrEnum):
    EXPLANATION = "explanation"
    MONEY = "money"
    OTHER = "other"


class Contest(StrEnum):
    """Why a lender does not accept a complaint."""

    CONTRACT = "contract"
    DISCLOSED = "disclosed"
    LAWFUL_CONTACT = "lawful_contact"
    IDENTITY_CHECKED = "identity_checked"
    STILL_DUE = "still_due"
    NOT_RECEIVED = "not_received"
    ALREADY_SETTLED = "already_settled"
    FACTS_DIFFER = "facts_differ"
    ANOTHER_COMPANY = "another_company"


# What happened when a lender gives each kind of answer.
EVENT_OF: dict[LenderAnswerKind, Event] = {
    LenderAnswerKind.ACCEPTS: Event.RELIEF_GIVEN,
    LenderAnswerKind.OFFERS_TERMS: Event.LENDER_ANSWERED,
    LenderAnswerKind.CONTESTS: Event.LENDER_ANSWERED,
    LenderAnswerKind.NOT_US: Event.RESPONDENT_DENIED,
    LenderAnswerKind.CANNOT_IDENTIFY: Event.COMPLAINANT_NOT_IDENTIFIED,
}

# How a case ends when the complainant is content with what the lender did.
OUTCOME_OF: dict[ReliefKind, Outcome] = {
    ReliefKind.EXPLANATION: Outcome.RESOLVED_EXPLANATION,
    ReliefKind.MONEY: Outcome.RESOLVED_MONEY,
    ReliefKind.OTHER: Outcome.RESOLVED_OTHER,
}


def check_relief(
    kind: LenderAnswerKind,
    relief: ReliefKind | None,
    *,
    relief_fen: int | None,
    by_on: date | None,
    today: date,
) -> None:
    """Whoever accepts says what they do, by when, and how much where it is money."""
    if (kind is LenderAnswerKind.ACCEPTS) != (relief is not None):
        raise Refused("relief_missing" if relief is None else "relief_without_accepting")
    if (relief is ReliefKind.MONEY) != (relief_fen is not None):
        raise Refused("relief_sum_missing" if relief_fen is None else "relief_sum_without_money")
    promised = relief in (ReliefKind.MONEY, ReliefKind.OTHER)
    if promised and by_on is None:
        raise Refused("relief_day_missing")
    if by_on is not None and not promised:
        raise Refused("relief_day_without_promise")
    if by_on is not None and by_on < today:
        raise Refused("relief_day_over", day=by_on)


def check_reasons(kind: LenderAnswerKind, reasons: Collection[Contest]) -> None:
    """Whoever contests says why, from the closed list."""
    if (kind is LenderAnswerKind.CONTESTS) != bool(reasons):
        raise Refused("reasons_without_contest" if reasons else "contest_needs_reasons")


def check_unknown(kind: LenderAnswerKind, *, identity_withheld: bool) -> None:
    """A lender cannot fail to identify somebody whose name it was given."""
    if kind is LenderAnswerKind.CANNOT_IDENTIFY and not identity_withheld:
        raise Refused("identity_is_known")


def check_not_waiting(
    last: LenderAnswerKind | None, *, relief_answered: bool, identity_withheld: bool
) -> None:
    """One answer at a time: what the complainant has yet to answer is not overtaken."""
    if last is LenderAnswerKind.ACCEPTS and not relief_answered:
        raise Refused("relief_waits")
    if last is LenderAnswerKind.CANNOT_IDENTIFY and identity_withheld:
        raise Refused("identification_waits")
