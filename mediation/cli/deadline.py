"""`mediation deadline`: when a length of time is over, and how that was counted."""

import json
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import click
from sqlalchemy.exc import DatabaseError

from mediation.cli.installation import app_if_any
from mediation.domain.calendar import Calendar, the_calendar
from mediation.domain.clocks import Clock, clocks
from mediation.domain.deadlines import Counting, Deadline, deadline_of
from mediation.domain.errors import Refused
from mediation.domain.lengths import Length, read_length, spelt
from mediation.domain.overrides import length_here
from mediation.queries.calendar import calendar_now
from mediation.queries.overrides import own_lengths
from mediation.wording.catalogue import LOCALES
from mediation.wording.deadlines import length_said, own_said, source_said, steps_said
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
    here = _here(rule, locale)
    counting = rule.counting if isinstance(rule, Clock) else Counting(rolls=not no_roll)
    try:
        found = deadline_of(
            started, here.length, calendar=here.calendar, zone=ZoneInfo(ZONE), counting=counting
        )
    except Refused as refused:
        raise click.ClickException(say_refusal(refused, locale=locale, zone=ZONE)) from refused
    if as_json:
        click.echo(json.dumps(_as_json(rule, here, found, locale), ensure_ascii=False, indent=2))
        return
    if isinstance(rule, Clock):
        click.echo(f"{rule.title[locale]} ({length_said(here.length, locale)})")
        click.echo(source_said(rule, locale))
        if here.own:
            click.echo(here.own)
    for line in steps_said(found, locale):
        click.echo(line)


class Here(NamedTuple):
    """What holds in this installation: its calendar, and the length where that is its own."""

    calendar: Calendar
    length: Length
    own: str = ""


def _here(rule: Clock | Length, locale: str) -> Here:
    """What this installation counts by; where it has no database, what the program came with."""
    usual = Here(the_calendar(), rule.length if isinstance(rule, Clock) else rule)
    app = app_if_any()
    if app is None:
        return usual
    with app.app_context():
        try:
            calendar, _ = calendar_now()
            own = own_lengths().get(rule.id) if isinstance(rule, Clock) else None
        except DatabaseError as failure:
            reason = str(failure).splitlines()[0]
            click.echo(f"Counted by the program's own calendar: {reason}", err=True)
            return usual
    if own is None or not isinstance(rule, Clock):
        return usual._replace(calendar=calendar)
    length = length_here(rule, own.override.length)
    author = (own.by.name or "") if own.by else ""
    said = own_said(rule, own.override, author, locale, ZONE)
    return Here(calendar, length, said)


def _as_json(rule: Clock | Length, here: Here, found: Deadline, locale: str) -> dict[str, Any]:
    named = {}
    if isinstance(rule, Clock):
        named = {
            "rule": rule.id,
            "title": rule.title[locale],
            "source": source_said(rule, locale),
            "mark": rule.source.mark.value,
            "length": spelt(here.length),
            "own_length": here.own or None,
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
