"""Offers: make, counter, accept, reject, withdraw, date anew, lapse."""

from dataclasses import replace
from datetime import date, datetime

from mediation.db import db
from mediation.domain.clocks import Timing
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import Turn, is_possible
from mediation.domain.negotiation import (
    OTHER,
    OfferAnswer,
    Terms,
    check_answer,
    check_first_date,
    check_lane,
    check_own,
    check_stands,
    check_terms,
    still_stands,
)
from mediation.domain.permissions import Action, Actor, permit, system
from mediation.domain.spaces import SIDE_OF, Side
from mediation.models.cases import Case
from mediation.models.negotiation import Offer, OfferEnd
from mediation.queries import negotiation
from mediation.services.days import day_of
from mediation.services.lifecycle import hand_turn, move
from mediation.services.notices import announce


def make_offer(
    case: Case,
    *,
    terms: Terms,
    words: str,
    stands_until_at: datetime | None,
    instead_of: int | None = None,
    actor: Actor,
    now: datetime,
) -> Offer:
    """Propose something; an offer of one's own that still stands is replaced.

    `instead_of` is the standing offer that the maker has seen. Refused where another stands by
    now: then the answer to it is a counter-offer.
    """
    permit(actor, Action.MAKE_OFFER, case)
    side = _side_of(actor)
    _check_new(case, terms, words, stands_until_at, now=now)
    standing = _standing(case, now=now)
    if (standing.id if standing else None) != instead_of:
        raise Refused("offers_changed_meanwhile")
    if standing is not None and standing.side is not side:
        raise Refused("answer_the_offer_first")

    _end_unnoticed(case, now=now)
    offer = _offer(case, side, terms, words, stands_until_at, actor=actor, now=now)
    facts = _facts(offer, replaces=standing)
    move(case, Event.OFFER_MADE, actor=actor, now=now, timing=_timing(offer), **facts)
    if standing is not None:
        _end(standing, OfferAnswer.REPLACED, actor=actor, now=now)
    _write(case, offer, actor=actor, now=now)
    return offer


def counter_offer(
    case: Case,
    offer: Offer,
    *,
    terms: Terms,
    words: str,
    stands_until_at: datetime | None,
    actor: Actor,
    now: datetime,
) -> Offer:
    """Answer an offer of the other side with one of one's own."""
    permit(actor, Action.MAKE_OFFER, case)
    side = _side_of(actor)
    _check_new(case, terms, words, stands_until_at, now=now)
    check_answer(offer, _end_of(case, offer), side=side, now=now)

    counter = _offer(case, side, terms, words, stands_until_at, actor=actor, now=now)
    counter.counters_id = offer.id
    facts = _facts(counter, answers=offer)
    move(case, Event.OFFER_COUNTERED, actor=actor, now=now, timing=_timing(counter), **facts)
    _end(offer, OfferAnswer.COUNTERED, actor=actor, now=now)
    _write(case, counter, actor=actor, now=now)
    return counter


def redate_offer(
    case: Case,
    offer: Offer,
    *,
    first_due_on: date,
    stands_until_at: datetime | None,
    actor: Actor,
    now: datetime,
) -> Offer:
    """Take up an old offer with a new first date.

    Its maker replaces it; the other side answers it with the same terms and the new date; one
    whose time is over is made anew by whoever takes it up.
    """
    end = _end_of(case, offer)
    terms = replace(terms_of(offer), first_due_on=first_due_on)
    words = offer.terms or ""
    if still_stands(offer, end, now=now) and _side_of(actor) is not offer.side:
        return counter_offer(
            case,
            offer,
            terms=terms,
            words=words,
            stands_until_at=stands_until_at,
            actor=actor,
            now=now,
        )
    if end is not None and end.answer is not OfferAnswer.LAPSED:
        raise Refused("offer_is_over")
    standing = _standing(case, now=now)
    return make_offer(
        case,
        terms=terms,
        words=words,
        stands_until_at=stands_until_at,
        instead_of=standing.id if standing else None,
        actor=actor,
        now=now,
    )


def accept_offer(case: Case, offer: Offer, *, actor: Actor, now: datetime) -> None:
    """Say yes: an agreement is drafted next, and nothing binds before it is signed."""
    permit(actor, Action.ANSWER_OFFER, case)
    check_lane(case.lane)
    check_answer(offer, _end_of(case, offer), side=_side_of(actor), now=now)
    check_first_date(offer, today=day_of(now))

    move(case, Event.OFFER_ACCEPTED, actor=actor, now=now, **_facts(offer))
    hand_turn(case, Turn.MEDIATOR if case.mediator_id else Turn.OFFICER)
    _end(offer, OfferAnswer.ACCEPTED, actor=actor, now=now)
    announce(case, "offer_accepted", actor=actor, key=f"offer/{offer.id}/accepted", now=now)


def reject_offer(case: Case, offer: Offer, *, words: str = "", actor: Actor, now: datetime) -> None:
    """Say no; a reason may be given and need not be."""
    permit(actor, Action.ANSWER_OFFER, case)
    check_answer(offer, _end_of(case, offer), side=_side_of(actor), now=now)

    move(case, Event.OFFER_REJECTED, actor=actor, now=now, offer=offer.number)
    _end(offer, OfferAnswer.REJECTED, words=words, actor=actor, now=now)
    announce(case, "offer_rejected", actor=actor, key=f"offer/{offer.id}/rejected", now=now)


def withdraw_offer(case: Case, offer: Offer, *, actor: Actor, now: datetime) -> None:
    """Take one's own offer back while nobody has answered it."""
    permit(actor, Action.MAKE_OFFER, case)
    check_own(offer, _end_of(case, offer), side=_side_of(actor), now=now)

    move(case, Event.OFFER_WITHDRAWN, actor=actor, now=now, offer=offer.number)
    _end(offer, OfferAnswer.WITHDRAWN, actor=actor, now=now)
    announce(case, "offer_withdrawn", actor=actor, key=f"offer/{offer.id}/withdrawn", now=now)


def lapse_offer(offer: Offer, *, actor: Actor, now: datetime) -> None:
    """Nobody answered in time: the offer no longer stands, and nobody agreed to anything."""
    case = db.session.get_one(Case, offer.case_id)
    if offer.stands_until_at is None or now < offer.stands_until_at:
        raise Refused("offer_still_stands")

    move(case, Event.OFFER_LAPSED, actor=actor, now=now, offer=offer.number)
    _end(offer, OfferAnswer.LAPSED, actor=actor, now=now)
    announce(case, "offer_lapsed", actor=actor, key=f"offer/{offer.id}/lapsed", now=now)


def terms_of(offer: Offer) -> Terms:
    """What an offer says about money."""
    return Terms(
        payer=offer.payer,
        total_fen=offer.total_fen,
        instalments=offer.instalments,
        every=offer.every,
        first_due_on=offer.first_due_on,
    )


def _check_new(
    case: Case, terms: Terms, words: str, stands_until_at: datetime | None, *, now: datetime
) -> None:
    check_lane(case.lane)
    check_terms(terms, words, today=day_of(now))
    check_stands(stands_until_at, now=now)
    if not is_possible(case.stage, Event.OFFER_MADE, paused=case.paused_since_at is not None):
        reason = "case_is_paused" if case.paused_since_at else "wrong_stage"
        raise Refused(reason, stage=case.stage, event=Event.OFFER_MADE)


def _standing(case: Case, *, now: datetime) -> Offer | None:
    """The offer that can be answered now; one whose time is over has ended, job or no job."""
    offer = negotiation.unended(case)
    return offer if offer is not None and still_stands(offer, None, now=now) else None


def _end_unnoticed(case: Case, *, now: datetime) -> None:
    """What no job has ended yet ends before something new is written."""
    offer = negotiation.unended(case)
    if offer is not None and not still_stands(offer, None, now=now):
        lapse_offer(offer, actor=system(), now=now)


def _end_of(case: Case, offer: Offer) -> OfferEnd | None:
    entry = negotiation.by_id(case, offer.id)
    if entry is None:
        raise Refused("offer_is_over")
    return entry.end


def _side_of(actor: Actor) -> Side:
    """The party that this actor speaks for."""
    side = SIDE_OF.get(actor.role)
    if side not in OTHER:
        raise NotPermitted("not_permitted", action=Action.MAKE_OFFER)
    return side


def _offer(
    case: Case,
    side: Side,
    terms: Terms,
    words: str,
    stands_until_at: datetime | None,
    *,
    actor: Actor,
    now: datetime,
) -> Offer:
    return Offer(
        case_id=case.id,
        number=negotiation.last_number(case) + 1,
        side=side,
        payer=terms.payer,
        total_fen=terms.total_fen,
        instalments=terms.instalments,
        every=terms.every,
        first_due_on=terms.first_due_on,
        terms=words.strip() or None,
        by_id=actor.account_id,
        made_at=now,
        stands_until_at=stands_until_at,
    )


def _timing(offer: Offer) -> Timing:
    """The other side answers, by the end that the offer states."""
    return Timing(about=(OTHER[offer.side],), until=offer.stands_until_at)


def _facts(offer: Offer, **others: Offer | None) -> dict[str, object]:
    """What the history keeps of an offer: its figures, never its words."""
    return {
        "offer": offer.number,
        "side": offer.side,
        "payer": offer.payer,
        "total_fen": offer.total_fen,
        "instalments": offer.instalments,
        "every": offer.every,
        "first_due_on": offer.first_due_on.isoformat() if offer.first_due_on else None,
        **{name: other.number for name, other in others.items() if other is not None},
    }


def _write(case: Case, offer: Offer, *, actor: Actor, now: datetime) -> None:
    db.session.add(offer)
    key, until_at = f"offer/{offer.id}/made", offer.stands_until_at
    announce(case, "offer_made", actor=actor, key=key, now=now, until_at=until_at)


def _end(
    offer: Offer, answer: OfferAnswer, *, words: str = "", actor: Actor, now: datetime
) -> None:
    db.session.add(
        OfferEnd(
            offer_id=offer.id,
            case_id=offer.case_id,
            answer=answer,
            words=words.strip() or None,
            by_id=actor.account_id,
            at=now,
        )
    )
