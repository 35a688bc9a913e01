"""The clocks of a case: its events start, stop, pause and resume them; counting and recounting."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import update

from mediation.db import db
from mediation.domain.calendar import DAY, Calendar
from mediation.domain.clocks import (
    AT_ONCE,
    INSTALMENT,
    Clock,
    Timing,
    Touched,
    clocks,
    touched_by,
    version,
)
from mediation.domain.deadlines import Deadline, Pause, deadline_of, stated_deadline
from mediation.domain.events import Event
from mediation.domain.lengths import Length, read_length, spelt
from mediation.models.cases import Case
from mediation.models.deadlines import Deadline as Row
from mediation.models.deadlines import DeadlineExtension, DeadlinePause, RuleOverride
from mediation.models.history import History
from mediation.models.repayment import Instalment
from mediation.queries import deadlines
from mediation.queries.calendar import calendar_now, overrides_now
from mediation.services.days import day_of, start_of


class Ruling(NamedTuple):
    """By what deadlines are counted here and now: calendar, its edition, lengths of one's own."""

    calendar: Calendar
    edition: int
    overrides: dict[str, RuleOverride]


def ruling_now() -> Ruling:
    """What holds in this installation now; two statements."""
    calendar, edition = calendar_now()
    return Ruling(calendar, edition, overrides_now())


def follow(
    case: Case, link: History, *, moved: bool, timing: Timing = AT_ONCE, now: datetime
) -> None:
    """Stop, pause, resume and start whatever clocks an event concerns.

    Clocks also stop where their case leaves the stages in which they run. A clock that runs
    already is not started anew. `moved`: the event took the case to another stage.
    """
    event = Event(link.event)
    touched = touched_by()[event]
    if not (moved or _concerns(case, touched) or timing.also):
        return
    if not moved and _only_stops(touched, timing):
        _stop(case, touched.stops, timing, number=link.number, now=now)
        return
    running = [] if event is Event.COMPLAINT_FILED else deadlines.running(case)
    for row in list(running):
        over = row.rule in touched.stops and (not timing.over or row.about in timing.over)
        if over or not clocks()[row.rule].may_run_in(case.stage):
            row.stopped_at, row.stopped_by = now, link.number
            running.remove(row)
        elif row.rule in touched.pauses and row.paused_at is None:
            _pause(row, now=now)
        elif row.rule in touched.resumes and row.paused_at is not None:
            _resume(row, now=now)
    starting = _starting(case, touched.starts, timing)
    _start(case, running, starting, timing, number=link.number, now=now)


def _concerns(case: Case, touched: Touched) -> bool:
    """Whether any clock that the event names can run where the case stands."""
    named = touched.stops | touched.pauses | touched.resumes
    rules = (*(clocks()[rule] for rule in named), *touched.starts)
    return any(clock.may_run_in(case.stage) for clock in rules)


def _only_stops(touched: Touched, timing: Timing) -> bool:
    return not (touched.starts or touched.pauses or touched.resumes or timing.also)


def _stop(case: Case, rules: Iterable[str], timing: Timing, *, number: int, now: datetime) -> None:
    """Stop clocks without reading them: one statement."""
    over = [Row.about.in_(timing.over)] if timing.over else []
    db.session.execute(
        update(Row)
        .where(Row.case_id == case.id, Row.stopped_at.is_(None), Row.rule.in_(rules), *over)
        .values(stopped_at=now, stopped_by=number)
    )


def watch_instalment(case: Case, instalment: Instalment | None, *, now: datetime) -> None:
    """Let the clock run for the next instalment that is owed, and for no other."""
    about = f"{instalment.payer}/{instalment.number}" if instalment else ""
    running = [row for row in deadlines.running(case) if row.rule == INSTALMENT]
    for row in list(running):
        if row.about != about:
            row.stopped_at, row.stopped_by = now, case.chain_count
            running.remove(row)
    if instalment is not None and clocks()[INSTALMENT].may_run_in(case.stage):
        timing = Timing(since=instalment.due_on)
        starting = [(clocks()[INSTALMENT], about)]
        _start(case, running, starting, timing, number=case.chain_count, now=now)


def _starting(case: Case, starts: Iterable[Clock], timing: Timing) -> list[tuple[Clock, str]]:
    named = [clocks()[rule] for rule in timing.also]
    return [
        (clock, about)
        for clock in (*starts, *named)
        if clock.id not in timing.but
        if clock.may_run_in(case.stage) and (timing.until is not None or not clock.stated)
        for about in clock.abouts(timing)
    ]


def _start(
    case: Case,
    running: Sequence[Row],
    starting: Sequence[tuple[Clock, str]],
    timing: Timing,
    *,
    number: int,
    now: datetime,
) -> None:
    known = {(row.rule, row.about) for row in running}
    fresh = [pair for pair in starting if (pair[0].id, pair[1]) not in known]
    if not fresh:
        return
    if any(row.stopped_at for row in db.session.dirty if isinstance(row, Row)):
        # What is over must be seen to be over before its successor is written.
        db.session.flush()
    ruling = ruling_now()
    kind = None
    if any(clock.binds for clock, _ in fresh) and case.lender_id is not None:
        kind = deadlines.kind_of_lender(case.lender_id)
    for clock, about in fresh:
        row = row_of(case, clock, about, timing, ruling, now=now)
        row.started_by, row.binding = number, clock.binds_on(kind)
        put_days(row, counted(row, ruling.calendar), ruling, now=now)
        db.session.add(row)
        if clock.pauses and case.paused_since_at is not None:
            _pause(row, now=now)


def row_of(
    case: Case, clock: Clock, about: str, timing: Timing, ruling: Ruling, *, now: datetime
) -> Row:
    """A clock that starts now, without its days."""
    own = ruling.overrides.get(clock.id)
    return Row(
        case_id=case.id,
        rule=clock.id,
        about=about,
        side=clock.side_of(about),
        started_at=start_of(timing.since) if timing.since else now,
        length=(own.length if own else None) or spelt(clock.length),
        override_id=own.id if own else None,
        stated_at=timing.until if clock.stated else None,
        version=version(),
    )


def counted(
    row: Row,
    calendar: Calendar,
    *,
    pauses: Iterable[DeadlinePause] = (),
    extensions: Iterable[DeadlineExtension] = (),
) -> Deadline:
    """The deadline with every step of its counting."""
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    if row.stated_at is not None:
        return stated_deadline(row.started_at, row.stated_at, zone=zone)
    stood = (_days_of(pause) for pause in pauses)
    return deadline_of(
        row.started_at,
        length_of(row.length),
        calendar=calendar,
        zone=zone,
        counting=clocks()[row.rule].counting,
        pauses=[pause for pause in stood if pause is not None],
        extensions=[length_of(extension.length) for extension in extensions],
    )


def _days_of(pause: DeadlinePause) -> Pause | None:
    """The days that did not count: the first is that of the pause, the last before it went on."""
    if pause.until_at is None:
        return None
    first, last = day_of(pause.since_at), day_of(pause.until_at) - DAY
    return Pause(first, last) if first <= last else None


def length_of(text: str) -> Length:
    """A length that was written by us; anything else is a broken row."""
    length = read_length(text)
    if length is None:
        raise ValueError(f"not a length: {text!r}")
    return length


def put_days(row: Row, deadline: Deadline, ruling: Ruling, *, now: datetime) -> None:
    """Keep the days of a count, and what follows from them: when to warn and when to escalate."""
    clock = clocks()[row.rule]
    row.raw_on, row.due_on, row.due_at = deadline.raw_on, deadline.due_on, deadline.due_at
    row.provisional, row.edition = deadline.provisional, ruling.edition
    row.warn_at = row.escalate_at = None
    if clock.warns is not None:
        warn_at = deadline.due_at - timedelta(days=clock.warns.number)
        # What starts on a day to come, as an instalment does, is warned of before that day.
        ahead = warn_at > row.started_at or row.started_at > now
        row.warn_at = warn_at if ahead else None
    if clock.escalates is not None:
        late = deadline_of(
            deadline.due_on,
            clock.escalates,
            calendar=ruling.calendar,
            zone=ZoneInfo(current_app.config["TIMEZONE"]),
        )
        row.escalate_at = late.due_at
    if row.due_at > now:
        # It lies ahead again: whatever was said when it seemed over is said anew.
        row.missed_at = row.escalated_at = row.leads_at = None
        if row.warn_at is None or row.warn_at > now:
            row.warned_at = None


def recount(row: Row, ruling: Ruling, *, now: datetime) -> bool:
    """Count a deadline anew; whether its last day is another now."""
    before = row.due_at
    pauses, extensions = deadlines.pauses_of([row.id]), deadlines.extensions_of([row.id])
    found = counted(row, ruling.calendar, pauses=pauses, extensions=extensions)
    put_days(row, found, ruling, now=now)
    return row.due_at != before


def _pause(row: Row, *, now: datetime) -> None:
    row.paused_at = now
    db.session.add(DeadlinePause(deadline_id=row.id, case_id=row.case_id, since_at=now))


def _resume(row: Row, *, now: datetime) -> None:
    for pause in deadlines.pauses_of([row.id]):
        if pause.until_at is None:
            pause.until_at = now
    row.paused_at = None
    db.session.flush()
    recount(row, ruling_now(), now=now)
