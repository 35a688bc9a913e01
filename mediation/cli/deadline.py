"""`mediation deadline`: when a length of time is over, and how that was counted."""

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from mediation.domain.calendar import the_calendar
from mediation.domain.clocks import Clock, clocks
from mediation.domain.deadlines import Counting, Deadline, deadline_of
from mediation.domain.errors import Refused
from mediation.domain.lengths import Length, read_length
from mediation.wording.catalogue import LOCALES
from mediation.wording.deadlines import length_said, source_said, steps_said
from mediation.wording.refusals import say_refusal

ZONE = "Asia/Shanghai"


class Rule(click.ParamType):
    """The id of a clock, or a length by itself."""

    name = "rule"

    def convert(self, value: Any, _param: Any, _ctx: Any) -> Clock | Length:
        known = clocks()
        length = read_length(value)
        if value in known:
            return known[value]
        if length is None:
            names = ", ".join(known)
            self.fail(f"{value!r} is no length like 15d, 3wd, 1mo or 8h, nor one of: {names}")
        return length


class Start(click.ParamType):
    """A day, or an instant; without a zone it is one of ours."""

    name = "date"

    def convert(self, value: Any, _param: Any, _ctx: Any) -> date | datetime:
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
        try:
            started = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day like 2026-01-20 and no instant like 2026-01-20T15:30")
        return started if started.tzinfo else started.replace(tzinfo=ZoneInfo(ZONE))


@click.command()
@click.argument("rule", type=Rule())
@click.option("--from", "started", type=Start(), required=True, help="The day of the start.")
@click.option("--no-roll", is_flag=True, help="Let the last day stand even where it is a day off.")
@click.option("--locale", type=click.Choice(LOCALES), default=LOCALES[0], show_default=True)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def deadline(
    rule: Clock | Length, started: date | datetime, no_roll: bool, locale: str, as_json: bool
) -> None:
    """When RULE is over that began on a day, with every step of the counting.

    RULE is the id of a clock (see mediation/rules/deadlines.toml) or a length by itself: 15d
    calendar days, 3wd working days, 1mo months, 8h hours.
    """
    length = rule.length if isinstance(rule, Clock) else rule
    counting = rule.counting if isinstance(rule, Clock) else Counting(rolls=not no_roll)
    try:
        found = deadline_of(
            started, length, calendar=the_calendar(), zone=ZoneInfo(ZONE), counting=counting
        )
    except Refused as refused:
        raise click.ClickException(say_refusal(refused, locale=locale, zone=ZONE)) from refused
    if as_json:
        click.echo(json.dumps(_as_json(rule, found, locale), ensure_ascii=False, indent=2))
        return
    if isinstance(rule, Clock):
        click.echo(f"{rule.title[locale]} ({length_said(length, locale)})")
        click.echo(source_said(rule, locale))
    for line in steps_said(found, locale):
        click.echo(line)


def _as_json(rule: Clock | Length, found: Deadline, locale: str) -> dict[str, Any]:
    named = {}
    if isinstance(rule, Clock):
        named = {
            "rule": rule.id,
            "title": rule.title[locale],
            "source": source_said(rule, locale),
            "mark": rule.source.mark.value,
        }
    return {
        **named,
        "raw_on": found.raw_on.isoformat(),
        "due_on": found.due_on.isoformat(),
        "due_at": found.due_at.isoformat(),
        "skipped": [day.isoformat() for day in found.skipped],
        "provisional": found.provisional,
        "steps": steps_said(found, locale),
    }
