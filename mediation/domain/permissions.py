"""Actions, and who may take them: never when, only who."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from mediation.domain.errors import NotPermitted
from mediation.domain.roles import ARBITRATION, DESK_OF, LENDERS, Desk, Role


class Seat(Protocol):
    """One place where a case lies: whose, and on which kind of desk."""

    @property
    def holder_id(self) -> int: ...
    @property
    def desk(self) -> Desk: ...


class Holdings(Protocol):
    """What the rules need to know of a case."""

    @property
    def seats(self) -> Iterable[Seat]: ...
    @property
    def lender_id(self) -> int | None: ...
    @property
    def mediator_id(self) -> int | None: ...


@dataclass(frozen=True)
class Actor:
    """Somebody in a role: a person signed in, a follow-up-code visitor, or the system.

    `holder_id` names whose desk they work at: their own account (complainant, mediator), the
    body they act for, or the case itself for a visitor with its follow-up code.
    """

    role: Role
    holder_id: int | None = None
    account_id: int | None = None
    organisation_id: int | None = None
    membership_id: int | None = None
    session_id: int | None = None
    name: str = ""
    organisation_name: str = ""
    locale: str | None = None
    seen_at: datetime | None = field(default=None, compare=False)  # Of the sign-in, kept rarely.
    unread: int = field(default=0, compare=False)  # Notices in their inbox, up to a bound.

    is_active = True

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is signed in."""
        return self.role is Role.NOBODY

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in, if only with a follow-up code."""
        return self.role is not Role.NOBODY

    def get_id(self) -> str:
        """The session by which Flask-Login knows this actor."""
        return str(self.session_id)

    @property
    def desk(self) -> Desk | None:
        """The kind of desk of this role; None for those who never hold a case."""
        return DESK_OF.get(self.role)


def system() -> Actor:
    """The product itself, when time or a job acts."""
    return Actor(role=Role.SYSTEM)


def nobody() -> Actor:
    """A visitor who has not signed in."""
    return Actor(role=Role.NOBODY)


class Action(StrEnum):
    READ_CASE = "read_case"
    COMPLETE_COMPLAINT = "complete_complaint"
    WITHDRAW_COMPLAINT = "withdraw_complaint"
    MANAGE_CONSENTS = "manage_consents"
    REVEAL_IDENTITY = "reveal_identity"
    REPORT_DANGER = "report_danger"
    ADD_PARTY = "add_party"
    CHECK_AUTHORITY = "check_authority"
    ADD_COMPANY = "add_company"
    ADMIT_CASE = "admit_case"
    REVIEW_DECLINE = "review_decline"
    REQUEST_REVIEW = "request_review"
    TRACE_COMPANY = "trace_company"
    PAUSE_CASE = "pause_case"
    LIFT_PAUSE = "lift_pause"
    REOPEN_CASE = "reopen_case"
    ANSWER_COMPLAINT = "answer_complaint"
    ANSWER_STANDSTILL = "answer_standstill"
    ANSWER_RELIEF = "answer_relief"
    NOTE_SILENCE = "note_silence"
    REQUEST_MEDIATION = "request_mediation"
    ASK_WILLINGNESS = "ask_willingness"
    ANSWER_WILLINGNESS = "answer_willingness"
    OFFER_TO_MEDIATOR = "offer_to_mediator"
    ANSWER_ASSIGNMENT = "answer_assignment"
    REPLACE_MEDIATOR = "replace_mediator"
    DISCLOSE_CONFLICT = "disclose_conflict"
    COMPLAIN_OF_MEDIATOR = "complain_of_mediator"
    SEND_MESSAGE = "send_message"
    WRITE_NOTE = "write_note"
    SUBMIT_EVIDENCE = "submit_evidence"
    DISCLOSE_EVIDENCE = "disclose_evidence"
    WITHDRAW_EVIDENCE = "withdraw_evidence"
    MAKE_OFFER = "make_offer"
    ANSWER_OFFER = "answer_offer"
    SCHEDULE_HEARING = "schedule_hearing"
    RECORD_HEARING = "record_hearing"
    CONFIRM_MINUTES = "confirm_minutes"
    END_MEDIATION = "end_mediation"
    STOP_MEDIATION = "stop_mediation"
    DRAFT_AGREEMENT = "draft_agreement"
    SIGN_AGREEMENT = "sign_agreement"
    REPORT_PAYMENT = "report_payment"
    CONFIRM_PAYMENT = "confirm_payment"
    DECLARE_BREACH = "declare_breach"
    RECORD_ARBITRATION_AGREEMENT = "record_arbitration_agreement"
    CHECK_ARBITRATION_AGREEMENT = "check_arbitration_agreement"
    REFER_ONWARD = "refer_onward"
    REGISTER_ARBITRATION = "register_arbitration"
    RECORD_AWARD = "record_award"
    RECORD_COURT = "record_court"
    CLOSE_CASE = "close_case"
    OPEN_TO_SUPERVISOR = "open_to_supervisor"
    RECORD_CONFIRMATION = "record_confirmation"
    RAISE_CREDIT_DISPUTE = "raise_credit_dispute"
    ANSWER_CREDIT_DISPUTE = "answer_credit_dispute"
    EXTEND_DEADLINE = "extend_deadline"
    ANSWER_EXTENSION = "answer_extension"


Rule = Callable[[Actor, Holdings], bool]


def holds(actor: Actor, case: Holdings) -> bool:
    """Whether the case lies on this actor's own desk."""
    desk = actor.desk
    return desk is not None and any(
        seat.holder_id == actor.holder_id and seat.desk is desk for seat in case.seats
    )


def is_complainant(actor: Actor, case: Holdings) -> bool:
    """The complainant or representative of this very case."""
    return actor.role is Role.COMPLAINANT and holds(actor, case)


def is_lender(actor: Actor, case: Holdings) -> bool:
    """Someone of a company of this case, also of one that only looks on."""
    return actor.role in LENDERS and holds(actor, case)


def is_respondent(actor: Actor, case: Holdings) -> bool:
    """Someone of the company that answers: of several, it alone acts for the lender's side."""
    return is_lender(actor, case) and actor.holder_id == case.lender_id


def is_officer(actor: Actor, case: Holdings) -> bool:
    """A case officer of the body that has the case."""
    return actor.role is Role.OFFICER and holds(actor, case)


def is_mediator(actor: Actor, case: Holdings) -> bool:
    """The mediator who has taken the case."""
    return _is_seated_mediator(actor, case) and case.mediator_id == actor.account_id


def is_asked_mediator(actor: Actor, case: Holdings) -> bool:
    """A mediator to whom the case is only offered: they look, and decide nothing."""
    return _is_seated_mediator(actor, case) and case.mediator_id != actor.account_id


def _is_seated_mediator(actor: Actor, case: Holdings) -> bool:
    return actor.role is Role.MEDIATOR and holds(actor, case)


def is_arbitration(actor: Actor, case: Holdings) -> bool:
    """A clerk or arbitrator of the body to which the case was referred."""
    return actor.role in ARBITRATION and holds(actor, case)


def is_supervisor(actor: Actor, case: Holdings) -> bool:
    """A supervisor to whom the case was handed over."""
    return actor.role is Role.SUPERVISOR and holds(actor, case)


def is_system(actor: Actor, _case: Holdings) -> bool:
    """Time, acting through a job."""
    return actor.role is Role.SYSTEM


PARTIES: list[list[Rule]] = [[is_complainant], [is_lender]]
SIDES: list[list[Rule]] = [[is_complainant], [is_respondent]]
BODY: list[list[Rule]] = [[is_officer], [is_mediator]]
# With those who must look at a case before they say whether they take it.
LOOKING: list[list[Rule]] = [*BODY, [is_asked_mediator]]

# Any clause whose rules all hold grants the action.
MAY: dict[Action, list[list[Rule]]] = {
    Action.READ_CASE: [*PARTIES, *LOOKING, [is_arbitration], [is_supervisor], [is_system]],
    Action.COMPLETE_COMPLAINT: [[is_complainant], [is_officer]],
    Action.WITHDRAW_COMPLAINT: [[is_complainant]],
    Action.MANAGE_CONSENTS: [[is_complainant]],
    Action.REVEAL_IDENTITY: [[is_complainant]],
    Action.REPORT_DANGER: [*PARTIES, *LOOKING, [is_arbitration], [is_supervisor]],
    Action.ADD_PARTY: [[is_complainant], [is_officer]],
    Action.CHECK_AUTHORITY: [[is_officer]],
    Action.ADD_COMPANY: [[is_complainant], [is_officer]],
    Action.ADMIT_CASE: [[is_officer]],
    Action.REVIEW_DECLINE: [[is_officer]],
    Action.REQUEST_REVIEW: [[is_complainant]],
    Action.TRACE_COMPANY: [[is_officer]],
    Action.PAUSE_CASE: [[is_officer]],
    Action.LIFT_PAUSE: BODY,
    Action.REOPEN_CASE: [[is_officer]],
    Action.ANSWER_COMPLAINT: [[is_respondent]],
    Action.ANSWER_STANDSTILL: [[is_lender]],
    Action.ANSWER_RELIEF: [[is_complainant]],
    Action.NOTE_SILENCE: [[is_officer], [is_system]],
    Action.REQUEST_MEDIATION: SIDES,
    Action.ASK_WILLINGNESS: [[is_officer]],
    Action.ANSWER_WILLINGNESS: SIDES,
    Action.OFFER_TO_MEDIATOR: [[is_officer]],
    Action.ANSWER_ASSIGNMENT: [[is_mediator], [is_asked_mediator]],
    Action.REPLACE_MEDIATOR: [[is_officer]],
    Action.DISCLOSE_CONFLICT: [[is_mediator], [is_asked_mediator]],
    Action.COMPLAIN_OF_MEDIATOR: SIDES,
    Action.SEND_MESSAGE: [*PARTIES, *LOOKING, [is_arbitration]],
    Action.WRITE_NOTE: [*PARTIES, *LOOKING],
    Action.SUBMIT_EVIDENCE: [*PARTIES, *LOOKING, [is_arbitration]],
    Action.DISCLOSE_EVIDENCE: PARTIES,
    Action.WITHDRAW_EVIDENCE: PARTIES,
    Action.MAKE_OFFER: SIDES,
    Action.ANSWER_OFFER: SIDES,
    Action.SCHEDULE_HEARING: [[is_mediator]],
    Action.RECORD_HEARING: [[is_mediator]],
    Action.CONFIRM_MINUTES: SIDES,
    Action.END_MEDIATION: [[is_mediator]],
    Action.STOP_MEDIATION: SIDES,
    Action.DRAFT_AGREEMENT: BODY,
    Action.SIGN_AGREEMENT: [*SIDES, *BODY],
    Action.REPORT_PAYMENT: SIDES,
    Action.CONFIRM_PAYMENT: SIDES,
    Action.DECLARE_BREACH: [*SIDES, *BODY],
    Action.RECORD_ARBITRATION_AGREEMENT: [*SIDES, *BODY],
    Action.CHECK_ARBITRATION_AGREEMENT: [[is_officer]],
    Action.REFER_ONWARD: BODY,
    Action.REGISTER_ARBITRATION: [[is_arbitration]],
    Action.RECORD_AWARD: [[is_arbitration]],
    Action.RECORD_COURT: BODY,
    Action.CLOSE_CASE: [*BODY, [is_system]],
    Action.OPEN_TO_SUPERVISOR: [[is_officer], [is_system]],
    Action.RECORD_CONFIRMATION: BODY,
    Action.RAISE_CREDIT_DISPUTE: SIDES,
    Action.ANSWER_CREDIT_DISPUTE: [[is_respondent]],
    Action.EXTEND_DEADLINE: [*SIDES, *BODY],
    Action.ANSWER_EXTENSION: SIDES,
}


def may(actor: Actor, action: Action, case: Holdings) -> bool:
    """Whether `actor` may take `action` on `case`, at whatever moment."""
    return any(all(rule(actor, case) for rule in clause) for clause in MAY[action])


def permit(actor: Actor, action: Action, case: Holdings) -> None:
    """Refuse unless `actor` may take `action` on `case`."""
    if may(actor, action, case):
        return
    if is_lender(actor, case) and [is_respondent] in MAY[action]:
        raise NotPermitted("another_company_answers", action=action)
    raise NotPermitted("not_permitted", action=action)
