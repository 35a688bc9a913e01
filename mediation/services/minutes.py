"""Minutes and agreed facts: written down by the mediator, confirmed by each side."""

from datetime import datetime

from mediation.db import db
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.hearings import HearingState, check_confirms
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.spaces import SIDE_OF, Side
from mediation.models.cases import Case
from mediation.models.hearings import AgreedFact, Hearing, Minutes
from mediation.queries import hearings
from mediation.services.lifecycle import move
from mediation.services.notices import announce


def record_minutes(
    case: Case, hearing: Hearing, *, text: str, actor: Actor, now: datetime
) -> Minutes:
    """Write down what was said; until somebody has confirmed it, it may be written anew."""
    permit(actor, Action.RECORD_HEARING, case)
    if hearing.state is not HearingState.HELD:
        raise Refused("hearing_not_held")
    if not text.strip():
        raise Refused("minutes_empty")
    entry = hearings.by_id(case, hearing.id)
    minutes = entry.minutes if entry else None
    if minutes and (minutes.complainant_confirmed_at or minutes.lender_confirmed_at):
        raise Refused("minutes_confirmed_by_somebody")

    move(
        case,
        Event.MINUTES_RECORDED,
        actor=actor,
        now=now,
        hearing=hearing.id,
        anew=minutes is not None,
    )
    if minutes is None:
        minutes = Minutes(
            hearing_id=hearing.id, case_id=case.id, recorded_at=now, text=text.strip()
        )
        db.session.add(minutes)
    else:
        minutes.text, minutes.recorded_at = text.strip(), now
    announce(case, "minutes_recorded", actor=actor, key=f"minutes/{minutes.id}/{now}", now=now)
    return minutes


def confirm_minutes(case: Case, minutes: Minutes, *, actor: Actor, now: datetime) -> None:
    """Say that it was so; each side for itself."""
    permit(actor, Action.CONFIRM_MINUTES, case)
    side = SIDE_OF.get(actor.role)
    check_confirms(side, _confirmed_at(minutes, side))

    move(case, Event.MINUTES_CONFIRMED, actor=actor, now=now, hearing=minutes.hearing_id, side=side)
    _confirm(minutes, side, now)


def propose_fact(case: Case, *, text: str, actor: Actor, now: datetime) -> AgreedFact:
    """Write down something that neither side seems to dispute; both are asked."""
    permit(actor, Action.RECORD_HEARING, case)
    if not text.strip():
        raise Refused("fact_empty")
    if any(fact.text == text.strip() for fact in hearings.facts(case)):
        raise Refused("recorded_already")

    fact = AgreedFact(case_id=case.id, text=text.strip(), recorded_at=now)
    move(case, Event.FACT_PROPOSED, actor=actor, now=now, fact=fact.id)
    db.session.add(fact)
    announce(case, "fact_proposed", actor=actor, key=f"fact/{fact.id}", now=now)
    return fact


def agree_fact(case: Case, fact: AgreedFact, *, actor: Actor, now: datetime) -> None:
    """Say that it is so; once both have, it goes onward even where talks fail."""
    permit(actor, Action.CONFIRM_MINUTES, case)
    side = SIDE_OF.get(actor.role)
    check_confirms(side, _confirmed_at(fact, side))

    move(case, Event.FACT_AGREED, actor=actor, now=now, fact=fact.id, side=side)
    _confirm(fact, side, now)


def _confirmed_at(row: Minutes | AgreedFact, side: Side | None) -> datetime | None:
    if side is Side.COMPLAINANT:
        return row.complainant_confirmed_at
    return row.lender_confirmed_at if side is Side.LENDER else None


def _confirm(row: Minutes | AgreedFact, side: Side | None, now: datetime) -> None:
    if side is Side.COMPLAINANT:
        row.complainant_confirmed_at = now
    else:
        row.lender_confirmed_at = now
