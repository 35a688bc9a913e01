"""Asking each side whether it will mediate: only its own recorded yes is a yes."""

from collections.abc import Collection
from datetime import datetime

from mediation.db import db
from mediation.domain.assignment import BOTH, REACH, check_heard, check_tried
from mediation.domain.clocks import Timing
from mediation.domain.consents import check_agreed
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import Turn
from mediation.domain.outcomes import NoSettlement, Outcome
from mediation.domain.parties import Channel
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.roles import Desk
from mediation.domain.spaces import SIDE_OF, Side
from mediation.models.assignment import Willingness
from mediation.models.cases import Case
from mediation.queries import assignment
from mediation.queries.admission import consents
from mediation.services.breaches import end_breach
from mediation.services.lifecycle import TURN_OF_SIDE, hand_turn, move, unseat_case
from mediation.services.notices import announce, tell_side


def request_mediation(case: Case, *, words: str, actor: Actor, now: datetime) -> None:
    """Ask for a mediator: leaves the talks, and is this side's own recorded yes."""
    permit(actor, Action.REQUEST_MEDIATION, case)
    side = SIDE_OF[actor.role]
    row = move(case, Event.MEDIATION_REQUESTED, actor=actor, now=now, side=side)
    end_breach(case, cured=False, now=now)
    end_talks(case, now=now)
    question = _ask(case, side, now=now)
    _answer(question, willing=True, channel=Channel.WEB, words=words, actor=actor, now=now)
    timing = Timing(over=(side,))
    facts = {"side": side, "channel": Channel.WEB}
    move(case, Event.WILLINGNESS_GIVEN, actor=actor, now=now, timing=timing, **facts)
    hand_turn(case, Turn.OFFICER)
    announce(case, "mediation_requested", actor=actor, key=f"requested/{row.id}", now=now)


def ask_willingness(case: Case, *, actor: Actor, now: datetime) -> None:
    """Ask each side that has not been asked; asking again is a reminder, never an answer."""
    permit(actor, Action.ASK_WILLINGNESS, case)
    check_agreed(Event.WILLINGNESS_ASKED, consents(case))
    questions = assignment.open_questions(case)
    silent = [side for side in BOTH if side not in questions or questions[side].willing is None]
    if not silent:
        raise Refused("everybody_has_answered")
    timing = Timing(about=tuple(silent))
    row = move(case, Event.WILLINGNESS_ASKED, actor=actor, now=now, timing=timing, sides=silent)
    case.officer_id = case.officer_id or actor.account_id
    for side in silent:
        if side in questions:
            questions[side].reminded_at = now
        else:
            _ask(case, side, now=now)
        tell_side(case, side, "willingness_asked", key=f"asked/{row.id}", now=now)
    _hand_on(case)


def _ask(case: Case, side: Side, *, now: datetime) -> Willingness:
    question = Willingness(case_id=case.id, side=side, asked_at=now)
    db.session.add(question)
    db.session.flush()  # The next look-up of this transaction must find it.
    return question


def answer_willingness(
    case: Case, *, willing: bool, words: str, actor: Actor, now: datetime
) -> None:
    """Say for one's own side whether it will mediate; a yes may be taken back until it opens."""
    permit(actor, Action.ANSWER_WILLINGNESS, case)
    side = SIDE_OF[actor.role]
    _take_answer(
        case, side, willing=willing, channel=Channel.WEB, words=words, actor=actor, now=now
    )


def record_willingness(
    case: Case,
    *,
    side: Side,
    willing: bool,
    channel: Channel,
    words: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Write down what a side said by telephone, on paper or in person, and who heard it."""
    permit(actor, Action.ASK_WILLINGNESS, case)
    check_heard(channel)
    if not words.strip():
        raise Refused("who_said_it_missing")
    _take_answer(case, side, willing=willing, channel=channel, words=words, actor=actor, now=now)


def _take_answer(
    case: Case,
    side: Side,
    *,
    willing: bool,
    channel: Channel,
    words: str,
    actor: Actor,
    now: datetime,
) -> None:
    question = assignment.open_questions(case).get(side)
    if question is None:
        raise Refused("not_asked", side=side)
    if question.willing is willing:
        raise Refused("already_answered", side=side)
    row = move(
        case,
        Event.WILLINGNESS_GIVEN if willing else Event.WILLINGNESS_REFUSED,
        actor=actor,
        now=now,
        outcome=None if willing else Outcome.NO_SETTLEMENT,
        reason=None if willing else NoSettlement.REFUSED,
        timing=_timing(case, side),
        side=side,
        channel=channel,
    )
    _answer(question, willing=willing, channel=channel, words=words, actor=actor, now=now)
    if willing:
        _hand_on(case)
    else:
        end_talks(case, now=now)
    kind = "willingness_given" if willing else "willingness_refused"
    announce(case, kind, actor=actor, acted=side, key=f"willing/{row.id}", now=now)


def _answer(
    question: Willingness,
    *,
    willing: bool,
    channel: Channel,
    words: str,
    actor: Actor,
    now: datetime,
) -> None:
    question.willing, question.answered_at = willing, now
    question.channel, question.words = channel, words.strip() or None
    question.by_id = actor.account_id


def close_unreachable(
    case: Case,
    *,
    side: Side,
    tried: Collection[Channel],
    words: str,
    actor: Actor,
    now: datetime,
) -> None:
    """End honestly where a side answers on no channel; it has neither agreed nor owes anything."""
    permit(actor, Action.ASK_WILLINGNESS, case)
    question = assignment.open_questions(case).get(side)
    if question is None:
        raise Refused("not_asked", side=side)
    if question.willing is not None:
        raise Refused("already_answered", side=side)
    check_tried(tried, REACH)
    row = move(
        case,
        Event.PARTY_UNREACHABLE,
        actor=actor,
        now=now,
        outcome=Outcome.NO_SETTLEMENT,
        reason=NoSettlement.UNREACHABLE,
        side=side,
        tried=sorted(tried),
    )
    question.words = words.strip() or None
    end_talks(case, now=now)
    announce(case, "party_unreachable", actor=actor, key=f"unreachable/{row.id}", now=now)


def _timing(case: Case, side: Side) -> Timing:
    """One side's own clock is over; with the second yes that of finding a mediator begins."""
    others = assignment.open_questions(case)
    both = all(side is one or (one in others and others[one].willing) for one in BOTH)
    if not both:
        return Timing(over=(side,))
    # Whoever answered unasked need not be asked any more.
    return Timing(over=(side, ""), also=("mediator_designation",))


def end_talks(case: Case, *, now: datetime) -> None:
    """What was asked and offered for these talks holds for no others."""
    for question in assignment.open_questions(case).values():
        question.ended_at = now
    offered = assignment.running(case)
    if offered is not None:
        offered.ended_at = now
        unseat_case(case, Desk.MEDIATOR, offered.mediator_id)
    db.session.flush()


def _hand_on(case: Case) -> None:
    """It is the turn of whoever has not answered; when both have, the officer's."""
    questions = assignment.open_questions(case)
    silent = [side for side in BOTH if side not in questions or questions[side].willing is None]
    if assignment.running(case) is None:
        asked = [side for side in silent if side in questions]
        hand_turn(
            case,
            Turn.BOTH if len(asked) == 2 else TURN_OF_SIDE[asked[0]] if asked else Turn.OFFICER,
        )
