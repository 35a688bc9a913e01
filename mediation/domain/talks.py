"""How long an offer, a draft and a hearing's notice are: the figures of `rules/talks`."""

from datetime import timedelta
from typing import NamedTuple

from mediation.domain.clocks import clocks
from mediation.domain.rulebook import rules

FILE = "talks/lengths.toml"


class Length(NamedTuple):
    """What is proposed, and the longest that is allowed."""

    proposed: timedelta
    longest: timedelta


def _days(part: str, name: str) -> timedelta:
    return timedelta(days=rules(FILE).at(part).at(name).number())


def _minutes(part: str, name: str) -> timedelta:
    return timedelta(minutes=rules(FILE).at(part).at(name).number())


def offer_stands() -> Length:
    """How long an offer waits for its answer."""
    return Length(_days("offer", "stands_days"), _days("offer", "longest_days"))


def most_instalments() -> int:
    """Into how many parts a sum may be split."""
    return rules(FILE).at("offer").at("longest_instalments").number()


def signing() -> Length:
    """How long a draft waits for its signatures."""
    return Length(_days("agreement", "signing_days"), _days("agreement", "longest_days"))


def hearing_notice() -> timedelta:
    """How long before a hearing both sides must know of it."""
    return timedelta(days=clocks()["hearing_notice"].length.number)


def hearing_length() -> Length:
    """How long a hearing takes."""
    return Length(_minutes("hearing", "minutes"), _minutes("hearing", "longest_minutes"))


def grace() -> timedelta:
    """How long after its day an unpaid instalment is not yet called late."""
    return _days("repayment", "grace_days")
