"""A date of a case in the words of its reader: until when, how many days are left, and why."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from flask import current_app

from mediation import clock
from mediation.domain.calendar import Calendar
from mediation.domain.clocks import clocks
from mediation.domain.deadlines import lateness
from mediation.domain.events import Event
from mediation.domain.extensions import MAY_EXTEND, next_extension
from mediation.domain.outside import ENDED_BY, WAYS, OutsideStep
from mediation.domain.permissions import Action, Actor
from mediation.domain.spaces import SIDE_OF, Side, spaces_read
from mediation.domain.standing import INSTANT, Standing, days_left, standing_of
from mediation.models.cases import Case
from mediation.models.deadlines import Deadline, DeadlineExtension, DeadlinePause
from mediation.queries import deadlines
from mediation.queries.calendar import calendar_now
from mediation.services.days import day_of
from mediation.services.deadlines import counted
from mediation.web.acts import can
from mediation.web.locale import current_locale
from mediation.web.timeline import title_of
from mediation.wording import formats
from mediation.wording.catalogue import Catalogue, catalogue_of, lazy
from mediation.wording.deadlines import Grounds, reasons_said, title_said

SUBJECTS = {
    Side.COMPLAINANT: lazy("subject.complainant"),
    Side.LENDER: lazy("subject.lender"),
    Side.MEDIATION: lazy("subject.body"),
    Side.ARBITRATION: lazy("subject.arbitration"),
    Side.SYSTEM: lazy("subject.nobody"),
}
ENDED = (Standing.KEPT, Standing.ENDED_LATE)
NOBODYS = frozenset(rule for rule, one in clocks().items() if one.side is Side.SYSTEM)


class Line(NamedTuple):
    """One clock in the words of its reader."""

    id: int
    rule: str
    title: str
    who: str
    own: bool
    standing: Standing
    lateness: str
    due_on: date
    when: str  # Until when.
    count: int  # Days left; of a clock that was stopped, days before or after its end.
    stopped_at: datetime | None
    provisional: bool
    arrangement: bool
    is_lost: bool  # A right that nobody took up in time: over, and nobody is late.
    reasons: list[str]
    silence: str
    extension: str  # Where this reader may give it more time, or ask for it.
    step: str  # Where this reader records what ends it, and what that is.
    step_words: str


class Dues(NamedTuple):
    """What the banner says: the nearest of one's own side, or of the others, and all the rest."""

    first: Line | None
    rest: list[Line]


def dues_of(case: Case, actor: Actor) -> Dues:
    """The running clocks for the banner; somebody must act before each of them is over."""
    lines = [
        line
        for line in lines_of(case, actor, running_only=True)
        if line.rule not in NOBODYS and not line.is_lost
    ]
    live = [line for line in lines if line.standing is not Standing.PAUSED]
    first = next((line for line in live if line.own), live[0] if live else None)
    return Dues(first, [line for line in lines if line is not first])


def own_due(case: Case, actor: Actor, rule: str) -> Line | None:
    """The running clock of this rule that the reader's own side must keep, for its act's page."""
    lines = lines_of(case, actor, running_only=True)
    return next((line for line in lines if line.rule == rule and line.own), None)


def lines_of(case: Case, actor: Actor, *, running_only: bool) -> list[Line]:
    """The clocks that this reader may know of, the nearest first; two to four statements."""
    found = [
        one
        for one in deadlines.told(case, running_only=running_only)
        if clocks()[one.row.rule].is_shown_to(actor, case)
    ]
    if not found:
        return []
    calendar, _ = calendar_now()
    stood = [one.row.id for one in found if one.stood]
    extended = [one.row.id for one in found if one.extended]
    reading = Reading(
        case,
        actor,
        calendar,
        deadlines.pauses_of(stood) if stood else [],
        deadlines.extensions_of(extended) if extended else [],
        catalogue_of(current_locale()),
    )
    return [_line(one, reading) for one in found]


class Reading(NamedTuple):
    """For whom the clocks of a case are told, by which calendar, and what happened to them."""

    case: Case
    actor: Actor
    calendar: Calendar
    pauses: Sequence[DeadlinePause]
    extensions: Sequence[DeadlineExtension]
    catalogue: Catalogue


def _line(one: deadlines.Told, reading: Reading) -> Line:
    row, rule, catalogue = one.row, clocks()[one.row.rule], reading.catalogue
    now = clock.now()
    standing = standing_of(row, now=now)
    ended = row.stopped_at if standing in ENDED else None
    own = row.side is SIDE_OF.get(reading.actor.role)
    step = _step(row, standing, reading)
    return Line(
        id=row.id,
        rule=row.rule,
        title=title_said(rule, row.about, catalogue.locale),
        who=catalogue.say("subject.you" if own else SUBJECTS[row.side]),
        own=own,
        standing=standing,
        lateness=lateness(row.due_at, now=ended or now),
        due_on=row.due_on,
        when=formats.before(row.due_at, catalogue.locale, current_app.config["TIMEZONE"]),
        count=days_left(
            day_of(row.due_at - INSTANT),
            day_of(ended or now),
            over=standing in (Standing.OVER, Standing.ENDED_LATE),
        ),
        stopped_at=row.stopped_at,
        provisional=row.provisional and ended is None,
        arrangement=bool(rule.binds) and not row.binding,
        is_lost=rule.right and standing is Standing.OVER,
        reasons=_reasons(one, reading),
        silence=catalogue.say(f"deadline.silence.{row.rule}"),
        extension=_extension(one, reading),
        step=f"/cases/{reading.case.reference}/steps/{step}" if step else "",
        step_words=catalogue.say(f"outsidestep.{step}") if step else "",
    )


def _step(row: Deadline, standing: Standing, reading: Reading) -> OutsideStep | None:
    """The step that ends a clock outside, where this reader may record it."""
    step = ENDED_BY.get(row.rule)
    if step is None or standing in (*ENDED, Standing.PAUSED):
        return None
    way = WAYS[step]
    return step if can(reading.case, reading.actor, way.action, way.event) else None


def _extension(one: deadlines.Told, reading: Reading) -> str:
    """The page of more time, for whoever may ask for it while there is some to be had."""
    row, case, actor = one.row, reading.case, reading.actor
    given = [each for each in reading.extensions if each.deadline_id == row.id]
    following = next_extension(clocks()[row.rule], len(given))
    if (
        following is None
        or actor.role not in MAY_EXTEND[following.by]
        or standing_of(row, now=clock.now()) is not Standing.RUNNING
        or not can(case, actor, Action.EXTEND_DEADLINE, Event.DEADLINE_EXTENDED)
    ):
        return ""
    return f"/cases/{case.reference}/deadlines/{row.id}/extension"


def _reasons(one: deadlines.Told, reading: Reading) -> list[str]:
    row, rule = one.row, clocks()[one.row.rule]
    extensions = [each for each in reading.extensions if each.deadline_id == row.id]
    pauses = [each for each in reading.pauses if each.deadline_id == row.id]
    count = counted(row, reading.calendar, pauses=pauses, extensions=extensions)
    grounds = Grounds(
        rule,
        row,
        _began(one, reading),
        one.own,
        one.author,
        extensions,
        one.number,
        one.received_on,
    )
    return reasons_said(grounds, count, reading.catalogue.locale, current_app.config["TIMEZONE"])


def _began(one: deadlines.Told, reading: Reading) -> str:
    """What began a clock, unless it lies in a space that this reader does not read."""
    if one.began is None or one.began.space not in spaces_read(reading.actor, reading.case):
        return ""
    return title_of(one.began, reading.actor, reading.catalogue)
