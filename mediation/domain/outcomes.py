"""How a case may end, and the closed lists of reasons."""

from enum import StrEnum

from mediation.domain.errors import Refused


class Outcome(StrEnum):
    RESOLVED_EXPLANATION = "resolved_explanation"
    RESOLVED_MONEY = "resolved_money"
    RESOLVED_OTHER = "resolved_other"
    LENDER_ACTED = "lender_acted"
    SETTLED_PERFORMED = "settled_performed"
    SETTLED_BROKEN = "settled_broken"
    SETTLED_THEMSELVES = "settled_themselves"
    WITHDRAWN = "withdrawn"
    NOT_ADMISSIBLE = "not_admissible"
    NOT_COMPLETED = "not_completed"
    NO_SETTLEMENT = "no_settlement"
    COURT_CONFIRMED = "court_confirmed"
    CONFIRMATION_REFUSED = "confirmation_refused"
    TAKEN_TO_COURT = "taken_to_court"
    ENFORCEMENT_APPLIED = "enforcement_applied"
    AWARDED = "awarded"
    SETTLEMENT_AWARD = "settlement_award"
    HANDED_TO_AUTHORITY = "handed_to_authority"


class NoSettlement(StrEnum):
    """Why mediation ended without a settlement."""

    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    GAP_TOO_WIDE = "gap_too_wide"
    TIME_OVER = "time_over"
    WOULD_NOT_SIGN = "would_not_sign"
    SHAM = "sham"


class Decline(StrEnum):
    """Why a complaint is not admitted; each has its "where to go instead" in the catalogues."""

    NOT_A_LOAN = "not_a_loan"
    NOT_A_PARTY = "not_a_party"
    ALREADY_DECIDED = "already_decided"
    IN_COURT = "in_court"
    IN_ARBITRATION = "in_arbitration"
    MEDIATED_ELSEWHERE = "mediated_elsewhere"
    DUPLICATE = "duplicate"
    CRIME = "crime"
    OUT_OF_AREA = "out_of_area"
    NO_COMPANY = "no_company"


class Missing(StrEnum):
    """What a returned complaint lacks."""

    IDENTITY = "identity"
    AUTHORITY = "authority"
    COMPANY = "company"
    FACTS = "facts"
    DESIRED_OUTCOME = "desired_outcome"
    CONTRACT = "contract"
    RECORDS = "records"
    CONTACT = "contact"
    CONSENT = "consent"


class Withdrawal(StrEnum):
    """Why a complainant takes the complaint back."""

    SETTLED = "settled"
    NO_LONGER_WANTED = "no_longer_wanted"
    OTHER_ROUTE = "other_route"
    OTHER = "other"


class Pause(StrEnum):
    """Why a case stands still."""

    DEATH = "death"
    POLICE = "police"
    RECUSAL = "recusal"
    APPRAISAL = "appraisal"
    ILLNESS = "illness"


class Reopening(StrEnum):
    """Why a closed case is opened again."""

    NEW_FACTS = "new_facts"
    COMPLETED_LATE = "completed_late"
    CLOSED_IN_ERROR = "closed_in_error"
    AGREEMENT_BROKEN = "agreement_broken"
    REACHED_AGAIN = "reached_again"


def check_outcome(outcome: Outcome, reason: NoSettlement | None) -> None:
    """A case without settlement says why; every other outcome stands by itself."""
    if (outcome is Outcome.NO_SETTLEMENT) != (reason is not None):
        raise Refused("outcome_needs_reason" if reason is None else "outcome_takes_no_reason")
