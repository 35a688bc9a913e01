"""What one can do on a case up to the lender's answer: the first part of the table."""

from mediation.domain.events import Event
from mediation.domain.lifecycle import BEFORE_LENDER, Stage, Turn
from mediation.domain.outcomes import Outcome
from mediation.domain.permissions import Action
from mediation.domain.roles import LENDERS, Role
from mediation.models.cases import Case
from mediation.web.act import Act
from mediation.wording.catalogue import lazy


def _awaits_relief(case: Case) -> bool:
    return case.turn is Turn.COMPLAINANT


def _is_declined(case: Case) -> bool:
    return case.outcome is Outcome.NOT_ADMISSIBLE


def _awaits_review(case: Case) -> bool:
    return case.outcome is Outcome.NOT_ADMISSIBLE and case.turn is Turn.OFFICER


# A case with such an end was never put to a company.
NEVER_PUT = (Outcome.NOT_ADMISSIBLE, Outcome.NOT_COMPLETED, Outcome.HANDED_TO_AUTHORITY)


def _is_answered(case: Case) -> bool:
    if case.lender_id is None or case.outcome in NEVER_PUT:
        return False
    return case.stage not in (*BEFORE_LENDER, Stage.WITH_LENDER)


def _is_with_lender(case: Case) -> bool:
    return case.turn is Turn.LENDER


def _is_paused(case: Case) -> bool:
    return case.paused_since_at is not None


OFFICERS = frozenset({Role.OFFICER})
BODY = OFFICERS | {Role.MEDIATOR}
PARTIES = LENDERS | {Role.COMPLAINANT}

EARLY_ACTS: list[Act] = [
    # admission, tracing, pause
    Act(Action.ADMIT_CASE, Event.CASE_ADMITTED, "admission", lazy("Check and admit"), 10),
    Act(Action.ADMIT_CASE, Event.CASE_RETURNED, "return", lazy("Return for more"), 12),
    Act(Action.ADMIT_CASE, Event.CASE_DECLINED, "decline", lazy("Decline"), 14),
    Act(Action.TRACE_COMPANY, Event.TRACING_STARTED, "tracing", lazy("Trace the company"), 16),
    Act(Action.TRACE_COMPANY, Event.COMPANY_FOUND, "respondent", lazy("The company is found"), 10),
    Act(
        Action.TRACE_COMPANY,
        Event.RESPONDENT_REPOINTED,
        "respondent",
        lazy("Another company answers"),
        30,
    ),
    Act(
        Action.TRACE_COMPANY,
        Event.HANDED_TO_AUTHORITY,
        "handover",
        lazy("Hand the case to an authority"),
        20,
    ),
    Act(
        Action.CLOSE_CASE,
        Event.COMPLAINT_NOT_COMPLETED,
        "return/end",
        lazy("Close as not completed"),
        30,
        OFFICERS,
    ),
    Act(
        Action.REQUEST_REVIEW,
        Event.DECLINE_REVIEW_REQUESTED,
        "decline/reasons",
        lazy("Why it was not admitted, and where to go"),
        10,
        fits=_is_declined,
        why=lazy("The reason, who else can help, and how to have another officer look at it."),
    ),
    Act(
        Action.REVIEW_DECLINE,
        Event.DECLINE_OVERTURNED,
        "decline/review/finding",
        lazy("Review the decline"),
        10,
        fits=_awaits_review,
    ),
    Act(
        Action.NOTE_SILENCE,
        Event.LENDER_SILENT,
        "silence",
        lazy("No answer: pass the case on"),
        30,
        fits=_is_with_lender,
    ),
    Act(Action.PAUSE_CASE, Event.CASE_PAUSED, "pause", lazy("Pause the case"), 88),
    Act(
        Action.LIFT_PAUSE,
        Event.CASE_RESUMED,
        "pause",
        lazy("Lift the pause"),
        5,
        OFFICERS,  # A mediator who may is told on the page that says why the case stands still.
        fits=_is_paused,
    ),
    Act(
        Action.READ_CASE,
        Event.MESSAGE_SENT,
        "pause",
        lazy("Why the case stands still"),
        15,
        PARTIES | {Role.MEDIATOR},
        fits=_is_paused,
    ),
    # the lender's answer, standstill, relief
    Act(
        Action.ANSWER_COMPLAINT,
        Event.LENDER_ANSWERED,
        "answer",
        lazy("Answer the complaint"),
        10,
        why=lazy(
            "Accept, propose, give reasons or say that it is not yours. Silence admits nothing."
        ),
    ),
    Act(
        Action.ANSWER_COMPLAINT,
        Event.RECEIPT_RECORDED,
        "receipt",
        lazy("Note our number and the day of receipt"),
        67,
    ),
    Act(
        Action.ANSWER_STANDSTILL,
        Event.STANDSTILL_ANSWERED,
        "standstill",
        lazy("Answer the standstill request"),
        66,
        why=lazy("Say whether calls, visits and new charges rest while the case runs."),
    ),
    Act(
        Action.ANSWER_RELIEF,
        Event.RELIEF_ACCEPTED,
        "relief",
        lazy("Look at the company's answer"),
        10,
        fits=_awaits_relief,
        why=lazy("If it is enough, the case ends with it. If not, it goes on; a no costs nothing."),
    ),
    Act(
        Action.CLOSE_CASE,
        Event.RELIEF_UNANSWERED,
        "relief/end",
        lazy("Close: the complainant is not heard of"),
        60,
        OFFICERS,
        fits=_awaits_relief,
    ),
    Act(
        Action.READ_CASE,
        Event.MESSAGE_SENT,
        "answer",
        lazy("Read the company's answer"),
        65,
        PARTIES | BODY,
        fits=_is_answered,
        why=lazy("What was said in writing, and what was promised."),
    ),
]
