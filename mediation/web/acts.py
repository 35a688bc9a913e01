"""What one can do on a case, and where: the table from which its buttons are drawn."""

from functools import cache

from mediation.domain.events import Event
from mediation.domain.lifecycle import BEFORE_LENDER, Stage, Turn, is_possible
from mediation.domain.outcomes import Outcome
from mediation.domain.permissions import Action, Actor, may
from mediation.domain.roles import LENDERS, Role
from mediation.models.cases import Case
from mediation.web.act import Act
from mediation.web.late_acts import LATE_ACTS
from mediation.wording.catalogue import lazy


def _awaits_relief(case: Case) -> bool:
    return case.turn is Turn.COMPLAINANT


def _is_declined(case: Case) -> bool:
    return case.outcome is Outcome.NOT_ADMISSIBLE


def _awaits_review(case: Case) -> bool:
    return case.outcome is Outcome.NOT_ADMISSIBLE and case.turn is Turn.OFFICER


def _is_answered(case: Case) -> bool:
    return case.stage not in (*BEFORE_LENDER, Stage.WITH_LENDER) and case.lender_id is not None


def _has_mediator(case: Case) -> bool:
    return case.mediator_id is not None


def _is_offered(case: Case) -> bool:
    return case.turn is Turn.MEDIATOR


def _is_with_lender(case: Case) -> bool:
    return case.turn is Turn.LENDER


def _is_paused(case: Case) -> bool:
    return case.paused_since_at is not None


OFFICERS = frozenset({Role.OFFICER})
BODY = OFFICERS | {Role.MEDIATOR}
PARTIES = LENDERS | {Role.COMPLAINANT}

ACTS: list[Act] = [
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
    Act(Action.PAUSE_CASE, Event.CASE_RESUMED, "pause", lazy("Lift the pause"), 5, fits=_is_paused),
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
        for_respondent=True,
    ),
    Act(
        Action.ANSWER_STANDSTILL,
        Event.STANDSTILL_ANSWERED,
        "standstill",
        lazy("Answer the standstill request"),
        40,
    ),
    Act(
        Action.ANSWER_RELIEF,
        Event.RELIEF_ACCEPTED,
        "relief",
        lazy("Look at the company's answer"),
        10,
        fits=_awaits_relief,
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
    ),
    # willingness and assignment
    Act(
        Action.REQUEST_MEDIATION,
        Event.MEDIATION_REQUESTED,
        "mediation-request",
        lazy("Ask for a mediator"),
        45,
        for_respondent=True,
    ),
    Act(
        Action.ANSWER_WILLINGNESS,
        Event.WILLINGNESS_GIVEN,
        "willingness",
        lazy("Say whether you want a mediator"),
        10,
        for_respondent=True,
    ),
    Act(
        Action.ASK_WILLINGNESS,
        Event.WILLINGNESS_ASKED,
        "willingness",
        lazy("Ask both sides"),
        10,
    ),
    Act(
        Action.OFFER_TO_MEDIATOR,
        Event.MEDIATOR_OFFERED,
        "assignment",
        lazy("Find a mediator"),
        12,
    ),
    Act(
        Action.ANSWER_ASSIGNMENT,
        Event.MEDIATOR_ACCEPTED,
        "assignment/answer",
        lazy("Take or refuse the case"),
        10,
        fits=_is_offered,
    ),
    Act(
        Action.REPLACE_MEDIATOR,
        Event.MEDIATOR_REPLACED,
        "assignment/replacement",
        lazy("Replace the mediator"),
        70,
    ),
    Act(
        Action.DISCLOSE_CONFLICT,
        Event.CONFLICT_DISCLOSED,
        "disclosure",
        lazy("Disclose a tie"),
        75,
    ),
    Act(
        Action.COMPLAIN_OF_MEDIATOR,
        Event.MEDIATOR_COMPLAINED_OF,
        "mediator-complaint",
        lazy("Complain about the mediator"),
        94,
        fits=_has_mediator,
    ),
    Act(
        Action.ANSWER_WILLINGNESS,
        Event.CONFLICT_ANSWERED,
        "disclosure",
        lazy("Ties of the mediator"),
        93,
        fits=_has_mediator,
        for_respondent=True,
    ),
    # the complaint itself
    Act(
        Action.COMPLETE_COMPLAINT,
        Event.COMPLAINT_COMPLETED,
        "completion",
        lazy("Complete the complaint"),
        10,
    ),
    Act(Action.MANAGE_CONSENTS, Event.CONSENT_GIVEN, "consents", lazy("My consents"), 90),
    Act(
        Action.ADD_PARTY,
        Event.PARTY_ADDED,
        "representative",
        lazy("Let somebody act for the complainant"),
        92,
    ),
    # correspondence and evidence
    Act(Action.SEND_MESSAGE, Event.MESSAGE_SENT, "messages", lazy("Write a message"), 80),
    Act(Action.SUBMIT_EVIDENCE, Event.EVIDENCE_SUBMITTED, "evidence", lazy("Add a file"), 82),
    # hearings, offers, settlement, repayment, arbitration and court
    *LATE_ACTS,
    # danger, withdrawal, closure
    Act(Action.CLOSE_CASE, Event.CASE_CLOSED, "closure", lazy("Close the case"), 86),
    Act(Action.REOPEN_CASE, Event.CASE_REOPENED, "reopening", lazy("Open the case again"), 50),
    Act(
        Action.WITHDRAW_COMPLAINT,
        Event.COMPLAINT_WITHDRAWN,
        "withdrawal",
        lazy("Take my complaint back"),
        96,
    ),
]


def is_onlooker(case: Case, actor: Actor) -> bool:
    """Whether the actor's company is one of the loan, but not the one that answers."""
    return actor.role in LENDERS and case.lender_id != actor.organisation_id


def acts_on(case: Case, actor: Actor) -> list[Act]:
    """What `actor` may do on `case` now, the most likely first."""
    return [
        act
        for act in _possible(case.stage, actor.role, paused=case.paused_since_at is not None)
        if may(actor, act.action, case)
        and (act.fits is None or act.fits(case))
        and not (act.for_respondent and is_onlooker(case, actor))
    ]


@cache
def _possible(stage: Stage, role: Role, *, paused: bool) -> tuple[Act, ...]:
    """The acts that a stage leaves to a role, by rank: every page of every case asks for them."""
    found = [
        act
        for act in ACTS
        if (not act.roles or role in act.roles) and is_possible(stage, act.event, paused=paused)
    ]
    return tuple(sorted(found, key=lambda act: act.rank))
