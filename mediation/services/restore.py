"""Giving cases their clocks that were opened before there were any, or written in bulk."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from mediation.db import db
from mediation.domain.clocks import AT_ONCE, INSTALMENT, Timing, clocks
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.domain.negotiation import OTHER
from mediation.domain.replay import BY_ROWS, Run, replay
from mediation.domain.settlement import SIGNERS
from mediation.domain.spaces import Side
from mediation.models.assignment import Willingness
from mediation.models.cases import Case
from mediation.models.deadlines import DeadlinePause
from mediation.queries.restore import Past
from mediation.services.deadlines import (
    Ruling,
    counted,
    put_days,
    row_of,
    ruling_now,
)


class Found(NamedTuple):
    """One clock that must run: since when, and what its papers say of it."""

    rule: str
    about: str
    run: Run
    timing: Timing = AT_ONCE


def set_clocks(cases: Sequence[Case], *, now: datetime) -> None:
    """Let the clocks run that would run if they had been kept from the beginning."""
    past, ruling = Past(cases), ruling_now()
    for case in cases:
        for found in clocks_of(case, past):
            _write(case, found, past, ruling, now=now)


def clocks_of(case: Case, past: Past) -> Iterable[Found]:
    """Every clock that must run after all that happened to a case."""
    happened = list(past.happened(case))
    runs = replay(happened)
    for rule, run in runs.items():
        if rule not in BY_ROWS:
            for about in _abouts(rule):
                yield Found(rule, about, run)
    questions = past.questions[case.id]
    if "asking" in runs and not past.assigned[case.id] and _is_to_be_asked(questions):
        yield Found("asking", "", runs["asking"])
    for question in questions:
        if question.willing is None and "willingness" in runs:
            run = _since(question.asked_at, runs["willingness"])
            yield Found("willingness", question.side, run)
    yield from _designation(case, past, runs, happened)
    yield from _papers(case, past, runs)


def _is_to_be_asked(questions: Sequence[Willingness]) -> bool:
    """Whether nobody has been asked, and a side has not answered of itself."""
    return all(question.willing for question in questions) and len(questions) < len(OTHER)


def _abouts(rule: str) -> Sequence[str]:
    return ("",) if clocks()[rule].side else tuple(OTHER)


def _since(at: datetime, run: Run) -> Run:
    """The same clock of a paper that came later than the first of its kind."""
    return Run(at, run.number, [pause for pause in run.pauses if pause[0] >= at])


def _designation(
    case: Case, past: Past, runs: dict[str, Run], happened: Iterable[tuple[int, Event, datetime]]
) -> Iterable[Found]:
    """With the second yes a mediator is looked for."""
    questions = past.questions[case.id]
    willing = [question for question in questions if question.willing]
    is_open = case.stage is Stage.AWAITING_MEDIATOR and not past.assigned[case.id]
    if is_open and len(willing) == 2 and "mediator_designation" not in runs:
        given = [(n, at) for n, event, at in happened if event is Event.WILLINGNESS_GIVEN]
        number, at = given[-1]
        yield Found("mediator_designation", "", Run(at, number))


def _papers(case: Case, past: Past, runs: dict[str, Run]) -> Iterable[Found]:
    """Offers, texts and instalments that wait."""
    for offer in past.offers[case.id]:
        if offer.stands_until_at and "offer" in runs:
            until = Timing(until=offer.stands_until_at)
            yield Found("offer", OTHER[offer.side], _since(offer.made_at, runs["offer"]), until)
    for agreement in past.agreements[case.id]:
        if agreement.lapses_at and "signature" in runs:
            until, signed = Timing(until=agreement.lapses_at), past.signed(agreement)
            run = _since(agreement.drafted_at, runs["signature"])
            yield from (Found("signature", side, run, until) for side in _left(signed))
    owed = sorted(past.instalments[case.id], key=lambda row: (row.due_on, row.number))
    if owed and clocks()[INSTALMENT].may_run_in(case.stage):
        run = Run(case.stage_since_at, case.chain_count)
        about = f"{owed[0].payer}/{owed[0].number}"
        yield Found(INSTALMENT, about, run, Timing(since=owed[0].due_on))


def _left(signed: set[Side]) -> list[Side]:
    return [side for side in SIGNERS if side not in signed]


def _write(case: Case, found: Found, past: Past, ruling: Ruling, *, now: datetime) -> None:
    clock, run = clocks()[found.rule], found.run
    row = row_of(case, clock, found.about, found.timing, ruling, now=run.at)
    row.started_by, row.binding = run.number, clock.binds_on(past.kinds.get(case.lender_id))
    row.paused_at = run.paused_at
    stood = [
        DeadlinePause(deadline_id=row.id, case_id=case.id, since_at=since, until_at=until)
        for since, until in run.pauses
    ]
    put_days(row, counted(row, ruling.calendar, pauses=stood), ruling, now=now)
    db.session.add_all([row, *stood])
