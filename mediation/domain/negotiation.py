"""Offers: what an offer contains, how long it stands, and who may answer it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.lanes import SETTLES, Lane
from mediation.domain.spaces import Side
from mediation.domain.talks import most_instalments, offer_stands

PARTIES = (Side.COMPLAINANT, Side.LENDER)
OTHER = {Side.COMPLAINANT: Side.LENDER, Side.LENDER: Side.COMPLAINANT}


class OfferAnswer(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    COUNTERED = "countered"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"  # By a newer one of the same side.
    LAPSED = "lapsed"


class Every(StrEnum):
    """How often an instalment falls due."""

    ONCE = "once"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Terms:
    """What an offer says about money; no instalments: no money changes hands."""

    payer: Side
    total_fen: int = 0
    instalments: int = 0
    every: Every = Every.ONCE
    first_due_on: date | None = None


class Made(Protocol):
    """What the rules need to know of an offer."""

    side: Side
    stands_until_at: datetime | None
    first_due_on: date | None


def check_lane(lane: Lane) -> None:
    """A bystander settles nothing: there is no debt of theirs to talk about."""
    if lane not in SETTLES:
        raise Refused("lane_does_not_settle", lane=lane)


def check_terms(terms: Terms, words: str, *, today: date) -> None:
    """Refuse an offer that says nothing, or whose money cannot be paid as it says."""
    if terms.payer not in PARTIES:
        raise Refused("payer_unknown")
    if terms.instalments == 0:
        if terms.total_fen or terms.first_due_on:
            raise Refused("sum_without_instalments")
        if not words.strip():
            raise Refused("offer_says_nothing")
        return
    if terms.instalments > most_instalments():
        raise Refused("too_many_instalments", most=most_instalments())
    if terms.total_fen < terms.instalments:
        raise Refused("sum_too_small", total_fen=terms.total_fen)
    if (terms.every is Every.ONCE) != (terms.instalments == 1):
        raise Refused("once_is_one_instalment")
    if terms.first_due_on is None:
        raise Refused("first_date_missing")
    if terms.first_due_on < today:
        raise Refused("first_date_passed", first_on=terms.first_due_on)


def check_stands(until: datetime | None, *, now: datetime) -> None:
    """An offer ends after it was made, and nobody is kept waiting for ever."""
    if until is None:
        return
    if until <= now:
        raise Refused("stands_until_passed")
    # One more day: an offer ends with a day of the calendar, not at the hour it was made.
    if until - now > offer_stands().longest:
        raise Refused("stands_too_long", days=offer_stands().longest.days)


def still_stands(offer: Made, ended: object | None, *, now: datetime) -> bool:
    """Whether an offer can be answered: nothing became of it, and its time is not over."""
    return ended is None and (offer.stands_until_at is None or now < offer.stands_until_at)


def check_answer(offer: Made, ended: object | None, *, side: Side, now: datetime) -> None:
    """Only the other side answers, and only while the offer stands."""
    if side is not OTHER.get(offer.side):
        raise NotPermitted("own_offer")
    check_standing(offer, ended, now=now)


def check_own(offer: Made, ended: object | None, *, side: Side, now: datetime) -> None:
    """Only its maker takes an offer back, and only while it stands."""
    if side is not offer.side:
        raise NotPermitted("not_own_offer")
    check_standing(offer, ended, now=now)


def check_standing(offer: Made, ended: object | None, *, now: datetime) -> None:
    """Refuse where the offer is over."""
    if not still_stands(offer, ended, now=now):
        raise Refused("offer_is_over")


def check_first_date(offer: Made, *, today: date) -> None:
    """Nobody accepts a plan whose first payment is already late."""
    if offer.first_due_on is not None and offer.first_due_on < today:
        raise Refused("first_date_passed", first_on=offer.first_due_on)
