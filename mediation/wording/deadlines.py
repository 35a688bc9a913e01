"""How the arithmetic of a deadline is said, line by line."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from mediation.domain.clocks import Clock, Mark
from mediation.domain.deadlines import Deadline, Step
from mediation.domain.lengths import Length, Unit
from mediation.wording import formats
from mediation.wording.catalogue import say

UNIT_SAID = {
    Unit.CALENDAR_DAY: formats.days,
    Unit.WORKING_DAY: formats.working_days,
}


def steps_said(deadline: Deadline, locale: str) -> list[str]:
    """Every step of the counting as a sentence."""
    return [_step(step, locale) for step in deadline.steps]


def _step(step: Step, locale: str) -> str:
    facts = {name: _fact(name, value, locale) for name, value in step.facts.items()}
    return say(f"reckoning.{step.key}", locale, **facts)


def _fact(name: str, value: Any, locale: str) -> Any:
    if isinstance(value, datetime):
        zone = value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else "UTC"
        return (formats.before if name == "by" else formats.moment)(value, locale, zone)
    if isinstance(value, date):
        return formats.day_of_week(value, locale)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return say("deadline.comma", locale).join(_fact(name, one, locale) for one in value)
    return value


def length_said(length: Length, locale: str) -> str:
    """`15 天`, `3 working days`, `1 month`."""
    if length.unit in UNIT_SAID:
        return UNIT_SAID[length.unit](length.number, locale)
    key = f"deadline.length.{length.unit}" + (".one" if length.number == 1 else "")
    return say(key, locale, count=length.number)


def source_said(clock: Clock, locale: str) -> str:
    """The law and its article, and how sure we are that it says so."""
    source = clock.source
    text = source.law[locale]
    if source.article:
        text = say("deadline.article", locale, law=text, article=source.article)
    if source.mark is Mark.SECOND_HAND:
        return say("deadline.second_hand", locale, source=text)
    return text
