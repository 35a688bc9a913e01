"""How the arithmetic of a deadline is said, line by line."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from mediation.domain.clocks import INSTALMENT, Clock, Mark
from mediation.domain.deadlines import Deadline, Step
from mediation.domain.lengths import Length, Unit, read_length
from mediation.models.deadlines import Deadline as Row
from mediation.models.deadlines import DeadlineExtension, RuleOverride
from mediation.wording import formats
from mediation.wording.catalogue import say

UNIT_SAID = {
    Unit.CALENDAR_DAY: formats.days,
    Unit.WORKING_DAY: formats.working_days,
}


class Grounds(NamedTuple):
    """On what a date of a case rests, beside the counting itself."""

    clock: Clock
    row: Row
    began: str = ""
    own: RuleOverride | None = None
    author: str = ""
    extensions: Iterable[DeadlineExtension] = ()
    number: str | None = None
    received_on: date | None = None


def reasons_said(grounds: Grounds, counted: Deadline, locale: str, zone: str) -> list[str]:
    """Every reason for a date of a case, each a sentence, in the order in which one asks."""
    clock, row = grounds.clock, grounds.row
    said = []
    if clock.id == INSTALMENT:
        due_on = formats.in_zone(row.started_at, zone).date()
        said.append(say("reason.instalment", locale, on=formats.day_of_week(due_on, locale)))
    elif grounds.began:
        at = formats.moment(row.started_at, locale, zone)
        said.append(say("reason.began", locale, event=grounds.began, at=at))
    said.append(_rule_said(clock, row, locale))
    if grounds.own is not None:
        said.append(own_said(clock, grounds.own, grounds.author, locale, zone))
    said.append(say("reason.source", locale, source=source_said(clock, locale)))
    said += _receipt_said(grounds, locale)
    said += steps_said(counted, locale)
    said += [_extension_said(clock, one, locale, zone) for one in grounds.extensions]
    if row.paused_at is not None:
        since = formats.moment(row.paused_at, locale, zone)
        said.append(say("reason.paused", locale, since=since))
    if clock.binds:
        said.append(say("reason.binding" if row.binding else "reason.arrangement", locale))
    return said


def title_said(clock: Clock, about: str, locale: str) -> str:
    """What a clock is called; of several parts also which."""
    number = about.partition("/")[2]
    title = clock.title[locale]
    return say("deadline.numbered", locale, title=title, number=number) if number else title


def _rule_said(clock: Clock, row: Row, locale: str) -> str:
    title = clock.title[locale]
    if row.stated_at is not None:
        return say("reason.stated", locale, title=title)
    return say("reason.rule", locale, title=title, length=spelt_said(row.length, locale))


def own_said(clock: Clock, own: RuleOverride, author: str, locale: str, zone: str) -> str:
    """That a length is this installation's own, who set it, when and why."""
    return say(
        "reason.own",
        locale,
        own=spelt_said(own.length or "", locale),
        usual=length_said(clock.length, locale),
        who=author or say("reason.somebody", locale),
        day=formats.day(formats.in_zone(own.at, zone).date(), locale),
        reason=own.reason,
    )


def _receipt_said(grounds: Grounds, locale: str) -> list[str]:
    """What the company says of the complaint that reached it, and why that moves nothing."""
    number, day = grounds.number, grounds.received_on
    said = []
    if number and day:
        received = formats.day(day, locale)
        said.append(say("reason.receipt", locale, day=received, number=number))
    elif number:
        said.append(say("reason.receipt.number", locale, number=number))
    elif day:
        said.append(say("reason.receipt.day", locale, day=formats.day(day, locale)))
    return [*said, say("reason.receipt.why", locale)] if day else said


def _extension_said(clock: Clock, one: DeadlineExtension, locale: str, zone: str) -> str:
    by = clock.extensions[0].by if clock.extensions else "officer"
    said = say(
        "reason.extended",
        locale,
        day=formats.day(formats.in_zone(one.at, zone).date(), locale),
        length=spelt_said(one.length, locale),
        who=say(f"extender.{by}", locale),
        reason=one.reason or "",
    )
    if one.approver:
        said += " " + say("reason.approved", locale, name=one.approver)
    return said


def spelt_said(text: str, locale: str) -> str:
    """A length as it is kept, in the reader's words."""
    length = read_length(text)
    return length_said(length, locale) if length else text


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
