"""What one can do on a case from the first offer to the award: the second half of the table."""

from mediation.domain.arbitration import may_go_onward
from mediation.domain.events import Event
from mediation.domain.lanes import SETTLES
from mediation.domain.lifecycle import IN_MEDIATION, Stage, Turn
from mediation.domain.permissions import Action
from mediation.domain.roles import LENDERS, Role
from mediation.models.cases import Case
from mediation.web.act import Act
from mediation.wording.catalogue import lazy

OFFICERS = frozenset({Role.OFFICER})
MEDIATORS = frozenset({Role.MEDIATOR})
BODY = OFFICERS | MEDIATORS
PARTIES = LENDERS | {Role.COMPLAINANT}


def _settles(case: Case) -> bool:
    return case.lane in SETTLES


def _is_drafted(case: Case) -> bool:
    """Before the text is there, it is the turn of whoever writes it."""
    return case.turn in (Turn.BOTH, Turn.COMPLAINANT, Turn.LENDER, Turn.SIGNERS)


def _is_in_talks(case: Case) -> bool:
    """Later on, what is left to record is found on the page of hearings."""
    return case.stage in IN_MEDIATION


def _is_for_body(case: Case) -> bool:
    return case.turn in (Turn.OFFICER, Turn.MEDIATOR)


def _is_left_open(case: Case) -> bool:
    return may_go_onward(case.stage, case.outcome)


def _is_at_court(case: Case) -> bool:
    return case.stage is Stage.COURT


LATE_ACTS: list[Act] = [
    Act(
        Action.RAISE_CREDIT_DISPUTE,
        Event.CREDIT_DISPUTE_RAISED,
        "steps/credit_dispute_raised",
        lazy("Record a dispute about the credit record"),
        89,
    ),
    # offers
    Act(
        Action.MAKE_OFFER,
        Event.OFFER_MADE,
        "offers",
        lazy("Look at the offers"),
        24,
        fits=_settles,
        why=lazy("Accept, offer something else, or say no. Nothing binds before all have signed."),
    ),
    # hearings and their end
    Act(
        Action.SCHEDULE_HEARING,
        Event.HEARING_SCHEDULED,
        "hearings/new",
        lazy("Fix a hearing"),
        20,
    ),
    Act(
        Action.RECORD_HEARING,
        Event.HEARING_HELD,
        "hearings",
        lazy("Record a hearing"),
        22,
        fits=_is_in_talks,
    ),
    Act(
        Action.RECORD_HEARING,
        Event.FACT_PROPOSED,
        "facts/new",
        lazy("Write down an undisputed fact"),
        44,
    ),
    Act(
        Action.END_MEDIATION,
        Event.MEDIATION_ENDED,
        "mediation/end",
        lazy("End without a settlement"),
        84,
    ),
    Act(
        Action.STOP_MEDIATION,
        Event.MEDIATION_ENDED,
        "mediation/stop",
        lazy("Stop the mediation"),
        94,
    ),
    # the agreement
    Act(
        Action.DRAFT_AGREEMENT,
        Event.AGREEMENT_DRAFTED,
        "agreement/draft",
        lazy("Write the agreement"),
        18,
        fits=_is_for_body,
    ),
    Act(
        Action.SIGN_AGREEMENT,
        Event.AGREEMENT_SIGNED,
        "agreement",
        lazy("Read the agreement and sign"),
        16,
        fits=_is_drafted,
        why=lazy("Read it in peace; it binds only when everybody has signed."),
    ),
    Act(
        Action.SIGN_AGREEMENT,
        Event.AGREEMENT_SIGNED,
        "agreement",
        lazy("Look at the agreement"),
        17,
        roles=BODY,
        fits=_is_for_body,
    ),
    # performance
    Act(
        Action.REPORT_PAYMENT,
        Event.PAYMENT_REPORTED,
        "repayment",
        lazy("Payments: what is due, what is paid"),
        12,
        why=lazy("What is due when, what has been paid, and a way to report a payment."),
    ),
    Act(
        Action.DECLARE_BREACH,
        Event.SETTLEMENT_BREACHED,
        "repayment/breach",
        lazy("Report that it is not kept"),
        78,
    ),
    Act(
        Action.DECLARE_BREACH,
        Event.BREACH_CURED,
        "repayment/cure",
        lazy("It was put right"),
        30,
        roles=BODY,
    ),
    Act(
        Action.REFER_ONWARD,
        Event.MEDIATION_RESUMED,
        "repayment/talks",
        lazy("Back to mediation"),
        32,
    ),
    # onward
    Act(
        Action.RECORD_ARBITRATION_AGREEMENT,
        Event.ARBITRATION_AGREED,
        "arbitration/agreement",
        lazy("Write down an agreement to arbitrate"),
        85,
        roles=BODY,
    ),
    Act(
        Action.REFER_ONWARD,
        Event.REFERRED_TO_ARBITRATION,
        "arbitration/referral",
        lazy("Hand it to arbitration"),
        82,
        fits=_is_left_open,
    ),
    Act(
        Action.REFER_ONWARD,
        Event.REFERRED_TO_COURT,
        "court/referral",
        lazy("Leave it to a court"),
        83,
        fits=_is_left_open,
    ),
    Act(
        Action.REGISTER_ARBITRATION,
        Event.ARBITRATION_REGISTERED,
        "arbitration",
        lazy("Register or record award"),
        10,
    ),
    Act(
        Action.READ_CASE,
        Event.MESSAGE_SENT,
        "arbitration",
        lazy("See the papers for the court"),
        10,
        roles=PARTIES,
        fits=_is_at_court,
        why=lazy("The certificate, and what is needed to go on there. Going is up to each side."),
    ),
    Act(
        Action.RECORD_COURT,
        Event.COURT_PAPERS_RECORDED,
        "arbitration",
        lazy("Record what the court did"),
        10,
    ),
    Act(
        Action.RECORD_COURT,
        Event.CERTIFICATE_ISSUED,
        "arbitration",
        lazy("Certificate and way onward"),
        60,
    ),
]
