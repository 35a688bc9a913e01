"""The sentence of a refusal, its facts written for the reader."""

from datetime import date, datetime
from enum import Enum

from mediation.domain.errors import Refused
from mediation.wording import formats
from mediation.wording.catalogue import catalogue_of


def say_refusal(error: Refused, *, locale: str, zone: str, this_year: int | None = None) -> str:
    """What `refusal.<reason>` says, with sums, days, instants and kinds in words."""
    facts = {
        name: _written(name, fact, locale=locale, zone=zone, this_year=this_year)
        for name, fact in error.facts.items()
    }
    return catalogue_of(locale).say(f"refusal.{error.reason}", **facts)


def _written(name: str, fact: object, *, locale: str, zone: str, this_year: int | None) -> object:
    match fact:
        case datetime():
            return formats.moment(fact, locale, zone, this_year)
        case date():
            return formats.day_of_week(fact, locale, this_year)
        case Enum():
            return catalogue_of(locale).say(f"{type(fact).__name__.lower()}.{fact.value}")
        case int() if name.endswith("_fen"):
            return formats.money(fact)
    return fact
