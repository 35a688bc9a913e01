"""Splitting a sum into instalments, laying a payment on them, what is late, and breach."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from mediation.domain.calendar import the_calendar
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.negotiation import OTHER, Every, Terms
from mediation.domain.spaces import Side
from mediation.domain.talks import grace


class Due(NamedTuple):
    """One part of a plan."""

    number: int
    due_on: date
    amount_fen: int


class PayState(StrEnum):
    """How an instalment stands today."""

    PAID = "paid"
    PART = "part"
    REPORTED = "reported"  # Said to be paid; the other side has not answered yet.
    LATE = "late"
    DUE = "due"
    FUTURE = "future"
    WAIVED = "waived"


def split(total_fen: int, parts: int) -> list[int]:
    """Equal parts in whole fen; the last takes what is left over."""
    each = total_fen // parts
    return [each] * (parts - 1) + [total_fen - each * (parts - 1)]


def months_after(first: date, months: int) -> date:
    """The same day of a later month, or that month's last day where there is none such."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def days_of(first: date, parts: int, every: Every) -> list[date]:
    """The days of a plan, counted from the first one each time so that none creeps forward."""
    if every is Every.MONTH:
        return [months_after(first, part) for part in range(parts)]
    return [first + timedelta(weeks=part) for part in range(parts)]


def plan_of(terms: Terms) -> list[Due]:
    """Every instalment of an offer; none where no money changes hands."""
    if terms.first_due_on is None or not terms.instalments:
        return []
    days = days_of(terms.first_due_on, terms.instalments, terms.every)
    amounts = split(terms.total_fen, terms.instalments)
    return [Due(n, day, sum_) for n, (day, sum_) in enumerate(zip(days, amounts, strict=True), 1)]


def allocate(amount_fen: int, rests: Sequence[int]) -> list[int]:
    """What part of a payment falls on each instalment: the earliest first, none overpaid."""
    if amount_fen > sum(rests):
        raise Refused("more_than_owed", rest_fen=sum(rests))
    parts = []
    for rest in rests:
        part = min(rest, amount_fen)
        amount_fen -= part
        parts.append(part)
    return parts


def pay_state(
    amount_fen: int,
    paid_fen: int,
    reported_fen: int,
    due_on: date,
    *,
    waived: bool = False,
    today: date,
) -> PayState:
    """How an instalment stands; after its day and a few of grace what is missing is late.

    The last day of grace is one that is worked, as the clock of the case counts it.
    """
    if waived:
        return PayState.WAIVED
    if paid_fen >= amount_fen:
        return PayState.PAID
    if paid_fen + reported_fen >= amount_fen:
        return PayState.REPORTED
    if today > the_calendar().roll(due_on + grace()):
        return PayState.LATE
    if paid_fen or reported_fen:
        return PayState.PART
    return PayState.DUE if today >= due_on - timedelta(days=7) else PayState.FUTURE


def check_paid_on(paid_on: date, *, today: date) -> None:
    """A payment is reported once it was made."""
    if paid_on > today:
        raise Refused("paid_in_future")


def check_answers_report(reported_by: Side, side: Side | None) -> None:
    """Only the side that did not report a payment says whether it arrived."""
    if side is not OTHER.get(reported_by):
        raise NotPermitted("own_report")


def check_accuses(side: Side | None, accused: Side) -> None:
    """A side declares the breach of the other; those between them declare that of either."""
    if accused not in OTHER:
        raise Refused("breach_side_unknown")
    if side is accused:
        raise Refused("own_breach")
