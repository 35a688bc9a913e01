"""Two at the same moment where time acts: jobs over deadlines, and people at a work list."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from mediation import clock
from mediation.db import db
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.domain.permissions import system
from mediation.domain.work import WorkKind
from mediation.jobs import runner
from mediation.jobs.deadlines import escalate_deadlines, miss_deadlines
from mediation.models.deadlines import Deadline
from mediation.models.history import History
from mediation.models.work import WorkItem
from mediation.queries import lateness
from mediation.services.assignment import lapse_assignment
from mediation.services.lateness import note_missed
from mediation.services.silence import lead_on, time_out_talks
from mediation.services.work import ask_for, close_work_item
from tests.factories.accounts import actor_of, make_officer
from tests.factories.organisations import make_mediation_body
from tests.factories.stages import agree_to_mediate, cast_at, offer_to_mediator
from tests.services.test_rivals_over_accounts import WON, race


def over_talks():
    cast_at(Stage.NEGOTIATION)
    return lambda now: lateness.over("negotiation", as_of=now), time_out_talks


def over_reply():
    cast = cast_at(Stage.AWAITING_MEDIATOR)
    agree_to_mediate(cast)
    offer_to_mediator(cast)
    return lambda now: lateness.over("mediator_reply", as_of=now), lapse_assignment


def silence():
    cast_at(Stage.WITH_LENDER)
    db.session.commit()
    clock.advance(timedelta(days=30))
    miss_deadlines(clock.now())
    escalate_deadlines(clock.now())
    return lambda now: lateness.to_lead_on(as_of=now), lead_on


def missed():
    cast_at(Stage.RECEIVED)
    return lambda now: lateness.to_miss(as_of=now), note_missed


@pytest.mark.parametrize("prepared", [over_talks, over_reply, silence, missed])
def test_two_runs_of_one_job_do_each_deadline_once(app, session, prepared, monkeypatch):
    """Both have found it before either takes it."""
    due, verb = prepared()
    db.session.commit()
    clock.advance(timedelta(days=40))
    found, whole = Barrier(2), runner._try_all

    def after_both_have_looked(*arguments):
        found.wait(timeout=20)
        return whole(*arguments)

    def run():
        with app.app_context():
            now = clock.now()
            if verb is note_missed:
                return runner.for_batches(due(now), verb, now=now)
            return runner.for_each(due(now), verb, actor=system(), now=now)

    monkeypatch.setattr(runner, "_try_all", after_both_have_looked)
    before = count(History, History.event == Event.DEADLINE_MISSED)
    with ThreadPoolExecutor(2) as pool:
        counts = [future.result() for future in (pool.submit(run), pool.submit(run))]
    assert sorted(counts) == [(0, 0), (1, 0)]
    after = count(History, History.event == Event.DEADLINE_MISSED)
    assert after - before == (verb is note_missed)
    assert count(Deadline, Deadline.missed_at.is_not(None)) >= 1


def test_two_who_see_to_one_thing(app, session, now):
    body = make_mediation_body()
    one, two = actor_of(make_officer(body)), actor_of(make_officer(body))
    ask_for(WorkKind.IMPOSSIBLE, key="impossible/1", body_id=body.id, now=now)

    def close(actor):
        def act():
            item = db.session.scalar(select(WorkItem).with_for_update())
            close_work_item(item, actor=actor, now=now)

        return act

    assert race(app, close(one), close(two)) == [WON, "work_done_already"]
    assert count(WorkItem, WorkItem.done_by_id.is_not(None)) == 1


def count(table, *which):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table).where(*which))
