"""What one can do on a case, and where: the table from which its buttons are drawn."""

from functools import cache

from mediation.domain.events import Event
from mediation.domain.lifecycle import LOOKS_FIRST, Stage, Turn, is_possible
from mediation.domain.permissions import Action, Actor, may
from mediation.domain.roles import LENDERS, Role
from mediation.models.cases import Case
from mediation.web.act import Act
from mediation.web.early_acts import EARLY_ACTS
from mediation.web.late_acts import LATE_ACTS
from mediation.wording.catalogue import lazy


def _has_mediator(case: Case) -> bool:
    return case.mediator_id is not None


def _is_offered(case: Case) -> bool:
    return case.turn is Turn.MEDIATOR


def _is_asked_to_look(case: Case) -> bool:
    return case.stage in LOOKS_FIRST and case.turn is Turn.COMPLAINANT


OFFICERS = frozenset({Role.OFFICER})
BODY = OFFICERS | {Role.MEDIATOR}
PARTIES = LENDERS | {Role.COMPLAINANT}

ACTS: list[Act] = [
    *EARLY_ACTS,
    # willingness and assignment
    Act(
        Action.REQUEST_MEDIATION,
        Event.MEDIATION_REQUESTED,
        "mediation-request",
        lazy("Ask for a mediator"),
        45,
        why=lazy("Somebody independent speaks with both sides; either side can stop at any time."),
    ),
    Act(
        Action.ANSWER_WILLINGNESS,
        Event.WILLINGNESS_GIVEN,
        "willingness",
        lazy("Say whether you want a mediator"),
        10,
        why=lazy("Nothing starts without a clear yes of both sides."),
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
        Action.REPLACE_MEDIATOR,
        Event.MEDIATOR_RELIEVED,
        "assignment/replacement",
        lazy("Take the case from its mediator"),
        70,
        fits=_has_mediator,
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
    ),
    # the complaint itself
    Act(
        Action.COMPLETE_COMPLAINT,
        Event.COMPLAINT_COMPLETED,
        "completion",
        lazy("Complete the complaint"),
        10,
        why=lazy("See what is missing and add it; the rest stays as it is."),
    ),
    Act(
        Action.MANAGE_CONSENTS,
        Event.LENDER_VIEW_SEEN,
        "lender-view",
        lazy("Look at what the company will see"),
        8,
        fits=_is_asked_to_look,
        why=lazy("You keep your name back: nothing goes to the company before you have looked."),
    ),
    Act(Action.MANAGE_CONSENTS, Event.CONSENT_GIVEN, "consents", lazy("My consents"), 90),
    Act(
        Action.ADD_PARTY,
        Event.PARTY_ADDED,
        "representative",
        lazy("Let somebody act for the complainant"),
        92,
    ),
    Act(
        Action.ADD_COMPANY,
        Event.COMPANY_ADDED,
        "companies/new",
        lazy("Name another company"),
        91,
    ),
    # correspondence and evidence
    Act(
        Action.SEND_MESSAGE,
        Event.MESSAGE_SENT,
        "messages",
        lazy("Write a message"),
        80,
        why=lazy("The button decides who reads it: both sides, or the mediation body alone."),
    ),
    Act(
        Action.SUBMIT_EVIDENCE,
        Event.EVIDENCE_SUBMITTED,
        "evidence",
        lazy("Add a file"),
        82,
        why=lazy("Bills, contracts, call records. You choose who may see each file."),
    ),
    # hearings, offers, settlement, repayment, arbitration and court
    *LATE_ACTS,
    # supervision
    Act(
        Action.OPEN_TO_SUPERVISOR,
        Event.OPENED_TO_SUPERVISOR,
        "supervision",
        lazy("Open it to a supervisor"),
        91,
    ),
    Act(
        Action.READ_CASE,
        Event.OPENED_TO_SUPERVISOR,
        "supervision",
        lazy("On what demand you read it"),
        10,
        frozenset({Role.SUPERVISOR}),
    ),
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


def can(case: Case, actor: Actor, action: Action, event: Event) -> bool:
    """Whether `actor` may do this, and now: what a page asks before it draws a button."""
    paused = case.paused_since_at is not None
    return may(actor, action, case) and is_possible(case.stage, event, paused=paused)


def acts_on(case: Case, actor: Actor) -> list[Act]:
    """What `actor` may do on `case` now, the most likely first."""
    return [
        act
        for act in _possible(case.stage, actor.role, paused=case.paused_since_at is not None)
        if may(actor, act.action, case) and (act.fits is None or act.fits(case))
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
