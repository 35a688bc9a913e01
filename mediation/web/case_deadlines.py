"""All deadlines of a case on one page, and what acting on a certain day would mean."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, request

from mediation import clock
from mediation.domain.calendar import Calendar
from mediation.domain.clocks import Clock, clocks
from mediation.domain.deadlines import deadline_of
from mediation.domain.permissions import Actor
from mediation.domain.spaces import Side
from mediation.domain.standing import Standing
from mediation.models.cases import Case
from mediation.queries.calendar import calendar_now, overrides_now
from mediation.services.days import day_of
from mediation.services.deadlines import length_of
from mediation.web.dates import ENDED, NOBODYS, SUBJECTS, Line, lines_of
from mediation.web.frame import show_case
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import say
from mediation.wording import formats

bp = Blueprint("case_deadlines", __name__)

FAR = 3660


@bp.get("/cases/<reference>/deadlines")
def index(reference: str) -> str:
    """All deadlines of a case, and what would follow from acting on a certain day (`act_on`)."""
    case, actor = open_case(reference), current_actor()
    lines = lines_of(case, actor, running_only=False)
    running = [line for line in lines if line.standing not in ENDED]
    act_on, is_wrong = _act_on()
    return show_case(
        "deadlines/index.html",
        case,
        running=running,
        ended=[line for line in reversed(lines) if line.standing in ENDED],
        act_on=act_on,
        is_wrong=is_wrong,
        answers=_answers(case, actor, running, act_on) if act_on and running else [],
    )


def _act_on() -> tuple[date | None, bool]:
    text = request.args.get("act_on", "").strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return None, True
    today = day_of(clock.now())
    return (day, False) if day is None or abs((day - today).days) < FAR else (None, True)


class WhatIf(NamedTuple):
    """What acting on a day would mean for one clock, and what would begin then."""

    line: Line
    spare: int
    following: list[str]


def _answers(case: Case, actor: Actor, running: Iterable[Line], day: date) -> list[WhatIf]:
    calendar, _ = calendar_now()
    own = {rule: row.length for rule, row in overrides_now().items() if row.length}
    answers = []
    for line in running:
        if line.standing is not Standing.PAUSED and line.rule not in NOBODYS:
            shown = [
                (event, after)
                for event, after in _successors(clocks()[line.rule])
                if after.is_shown_to(actor, case)
            ]
            said = [_follows(line, event, after, calendar, own, day) for event, after in shown]
            answers.append(WhatIf(line, (line.due_on - day).days, said))
    return answers


def _successors(one: Clock) -> list[tuple[str, Clock]]:
    """The clocks that begin when this one is stopped as it should be."""
    return [
        (event, after)
        for event in sorted(one.stops - one.starts)
        for after in clocks().values()
        if event in after.starts and after.side is not Side.SYSTEM and not after.stated
    ]


def _follows(
    line: Line, event: str, after: Clock, calendar: Calendar, own: dict[str, str], day: date
) -> str:
    zone = current_app.config["TIMEZONE"]
    found = deadline_of(
        day,
        length_of(own[after.id]) if after.id in own else after.length,
        calendar=calendar,
        zone=ZoneInfo(zone),
        counting=after.counting,
    )
    locale = current_locale()
    side = clocks()[line.rule].side
    who = line.who if line.own or side is None else say(SUBJECTS[side])
    return say(
        "whatif.follows",
        event=say(f"event.{event}", who=who),
        title=after.title[locale],
        by=formats.before(found.due_at, locale, zone),
    )
