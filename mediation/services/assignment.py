"""Finding the mediator who takes a case: offered, accepted, refused, replaced, disclosed ties."""

from datetime import datetime

from mediation.db import db
from mediation.domain.assignment import (
    NO_ANSWER,
    TAKEN_BACK,
    NotTaken,
    Replacement,
    check_offerable,
    check_tie,
    check_willing,
    event_of_replacing,
)
from mediation.domain.consents import check_agreed
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.roles import Desk
from mediation.domain.spaces import SIDE_OF, Side, Space
from mediation.domain.work import WorkKind
from mediation.models.accounts import Account
from mediation.models.assignment import Assignment, Disclosure
from mediation.models.cases import Case
from mediation.models.deadlines import Deadline
from mediation.models.organisations import Conflict
from mediation.queries import assignment
from mediation.queries.admission import consents
from mediation.queries.notices import by_mail
from mediation.services.hearings import release_hearings
from mediation.services.lifecycle import move, seat_case, unseat_case
from mediation.services.notices import announce, tell_people
from mediation.services.willingness import end_talks
from mediation.services.work import ask_for

PARTIES = (Side.COMPLAINANT, Side.LENDER)


def offer_case(
    case: Case,
    *,
    mediator_id: int,
    instead_of: int | None = None,
    actor: Actor,
    now: datetime,
) -> Assignment:
    """Offer the case to a mediator, who from now on can read it.

    `instead_of` is the running offer that this one replaces, so that of two officers who choose
    at once the second is told.
    """
    permit(actor, Action.OFFER_TO_MEDIATOR, case)
    check_agreed(Event.MEDIATOR_OFFERED, consents(case))
    standing = assignment.running(case)
    account = _check_offer(case, standing, mediator_id, instead_of, now=now)

    row = move(
        case,
        Event.MEDIATOR_OFFERED,
        actor=actor,
        now=now,
        space=Space.STAFF,
        mediator=account.name,
    )
    if standing is not None:
        _end(case, standing, TAKEN_BACK, "", now=now)
    offered = Assignment(
        case_id=case.id, mediator_id=mediator_id, offered_by_id=actor.account_id, offered_at=now
    )
    db.session.add(offered)
    case.officer_id = case.officer_id or actor.account_id
    seat_case(case, Desk.MEDIATOR, mediator_id, now=now)
    _tell_mediator(case, account, "mediator_offered", key=f"offered/{row.id}", now=now)
    return offered


def _check_offer(
    case: Case,
    standing: Assignment | None,
    mediator_id: int,
    instead_of: int | None,
    *,
    now: datetime,
) -> Account:
    """Refuse what may not be offered; otherwise the mediator to whom it is."""
    if (standing.id if standing else None) != instead_of:
        raise Refused("offered_meanwhile")
    _check_yes(case)
    found = assignment.candidate(case, mediator_id, now=now)
    if found is None:
        raise Refused("not_a_mediator_here")
    check_offerable(found.obstacle)
    if standing is not None and standing.mediator_id == mediator_id:
        raise Refused("already_offered_to_them")
    return found.account


def _check_yes(case: Case) -> None:
    questions = assignment.open_questions(case)
    check_willing({side: question.willing for side, question in questions.items()})


def accept_assignment(case: Case, *, actor: Actor, now: datetime) -> None:
    """Take the case, having no tie to anybody in it: mediation opens."""
    permit(actor, Action.ANSWER_ASSIGNMENT, case)
    check_agreed(Event.MEDIATOR_ACCEPTED, consents(case))
    offered = _own_offer(case, actor)
    _check_yes(case)
    found = assignment.candidate(case, offered.mediator_id, now=now)
    if found is None:
        raise Refused("not_a_mediator_here")
    check_offerable(found.obstacle)

    row = move(case, Event.MEDIATOR_ACCEPTED, actor=actor, now=now, mediator=actor.name)
    offered.accepted_at = now
    case.mediator_id = offered.mediator_id
    key = f"opened/{row.id}"
    announce(case, "mediation_opened", actor=actor, key=key, now=now, mediator=actor.name)


def refuse_assignment(
    case: Case,
    *,
    reason: NotTaken,
    words: str,
    organisation_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Not take the case, and say why; a tie to a company bars from its other cases too."""
    permit(actor, Action.ANSWER_ASSIGNMENT, case)
    offered = _own_offer(case, actor)
    check_tie(reason, organisation_id)
    if organisation_id is not None and organisation_id not in assignment.company_ids(case):
        raise Refused("company_not_of_this_case")
    if reason is NotTaken.OTHER and not words.strip():
        raise Refused("refusal_without_words")

    row = move(
        case, Event.MEDIATOR_DECLINED, actor=actor, now=now, space=Space.STAFF, refusal=reason
    )
    _end(case, offered, reason, words, now=now)
    if organisation_id is not None:
        _declare_tie(actor, organisation_id, now=now)
    announce(case, "mediator_refused", actor=actor, key=f"refused/{row.id}", now=now)


def lapse_assignment(deadline: Deadline, *, actor: Actor, now: datetime) -> None:
    """A mediator said neither yes nor no in time: the case is offered to somebody else."""
    case = db.session.get_one(Case, deadline.case_id)
    offered = assignment.running(case)
    deadline.missed_at = now
    row = move(
        case, Event.MEDIATOR_DECLINED, actor=actor, now=now, space=Space.STAFF, refusal=NO_ANSWER
    )
    ask_for(
        WorkKind.DEADLINE_MISSED,
        key=f"deadline/{deadline.id}/{deadline.due_on}",
        body_id=case.body_id,
        case_id=case.id,
        deadline_id=deadline.id,
        detail=deadline.rule,
        now=now,
    )
    if offered is not None and offered.accepted_at is None:
        former = db.session.get_one(Account, offered.mediator_id)
        _end(case, offered, NO_ANSWER, "", now=now)
        _tell_mediator(case, former, "mediator_lapsed", key=f"lapsed/{row.id}", now=now)
    announce(case, "mediator_silent", actor=actor, key=f"silent/{row.id}", now=now)


def _own_offer(case: Case, actor: Actor) -> Assignment:
    offered = assignment.running(case)
    if offered is None or offered.mediator_id != actor.account_id:
        raise Refused("not_offered_to_you")
    if offered.accepted_at is not None:
        raise Refused("already_accepted")
    return offered


def _declare_tie(actor: Actor, organisation_id: int, *, now: datetime) -> None:
    db.session.add(
        Conflict(account_id=actor.account_id, organisation_id=organisation_id, declared_at=now)
    )


def replace_mediator(
    case: Case, *, reason: Replacement, words: str, actor: Actor, now: datetime
) -> None:
    """Take the case from its mediator and look for another; what both sides agreed to stands.

    Once an agreement binds, the case stays where it is: both are asked when there are talks again.
    """
    permit(actor, Action.REPLACE_MEDIATOR, case)
    running = assignment.running(case)
    if running is None or running.accepted_at is None:
        raise Refused("no_mediator_to_replace")
    event = event_of_replacing(case.stage)
    row = move(case, event, actor=actor, now=now, replacement=reason)
    former = db.session.get_one(Account, running.mediator_id)
    _end(case, running, reason, words, now=now)
    case.mediator_id = None
    release_hearings(case, now=now)
    _tell_mediator(case, former, "mediator_released", key=f"released/{row.id}", now=now)
    kind = "mediator_replaced"
    if event is Event.MEDIATOR_RELIEVED:
        kind = "mediator_relieved"
        end_talks(case, now=now)  # Whoever talks again later is asked again.
    announce(case, kind, actor=actor, key=f"replaced/{row.id}", now=now)


def _end(case: Case, running: Assignment, reason: str, words: str, *, now: datetime) -> None:
    running.ended_at = now
    running.reason = reason
    running.words = words.strip() or None
    unseat_case(case, Desk.MEDIATOR, running.mediator_id)
    db.session.flush()  # The next running assignment must find the place free.


def disclose_conflict(case: Case, *, words: str, actor: Actor, now: datetime) -> Disclosure:
    """Tell both sides of a tie that came to light; each may let it stand or ask for another."""
    permit(actor, Action.DISCLOSE_CONFLICT, case)
    told = {(row.mediator_id, row.words) for row in assignment.disclosures(case)}
    if (actor.account_id, words.strip()) in told:
        raise Refused("recorded_already")
    row = move(case, Event.CONFLICT_DISCLOSED, actor=actor, now=now)
    disclosed = Disclosure(
        case_id=case.id, mediator_id=actor.account_id, words=words.strip(), disclosed_at=now
    )
    db.session.add(disclosed)
    announce(case, "conflict_disclosed", actor=actor, key=f"disclosed/{row.id}", now=now)
    return disclosed


def answer_disclosure(
    case: Case, disclosed: Disclosure, *, agrees: bool, actor: Actor, now: datetime
) -> None:
    """Say for one's own side whether the mediator may go on in spite of the tie."""
    permit(actor, Action.ANSWER_WILLINGNESS, case)
    side = SIDE_OF[actor.role]
    if _agrees(disclosed, side) is agrees:
        raise Refused("already_answered", side=side)
    row = move(case, Event.CONFLICT_ANSWERED, actor=actor, now=now, side=side, agrees=agrees)
    if side is Side.COMPLAINANT:
        disclosed.complainant_agrees = agrees
    else:
        disclosed.lender_agrees = agrees
    announce(case, "conflict_answered", actor=actor, key=f"tie/{row.id}", now=now)


def _agrees(disclosed: Disclosure, side: Side) -> bool | None:
    """What this side has said so far."""
    if side is Side.COMPLAINANT:
        return disclosed.complainant_agrees
    return disclosed.lender_agrees


def _tell_mediator(case: Case, account: Account, kind: str, *, key: str, now: datetime) -> None:
    path = f"/cases/{case.reference}"
    tell_people([by_mail(account)], kind, key=key, now=now, case=case, path=path)
