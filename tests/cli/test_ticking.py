"""The demo world's deadlines tick: with the date moved, cases are warned, lapsed and escalated."""

from datetime import timedelta

from sqlalchemy import func, select

from mediation.db import db
from mediation.domain.events import Event
from mediation.models.deadlines import Deadline
from mediation.models.history import History
from mediation.models.notices import Notice
from mediation.models.work import WorkItem
from mediation.queries.chains import checked_chains

TICKS = (
    "set_missing_deadlines",
    "warn_deadlines",
    "lapse_offers",
    "lapse_agreements",
    "miss_deadlines",
    "escalate_deadlines",
    "time_out_negotiations",
    "lapse_assignments",
    "follow_silence",
    "deliver_notices",
    "report_impossible_rows",
)
BY_ITSELF = {
    Event.DEADLINE_MISSED,
    Event.NEGOTIATION_TIMED_OUT,
    Event.OFFER_LAPSED,
    Event.LENDER_SILENT,
    Event.COMPLAINT_NOT_COMPLETED,
}


def tick(runner, moment):
    """Every job by hand as of a moment: how much each did; none of them fails at anything."""
    handled = {}
    for name in TICKS:
        ran = runner("jobs", "once", name, "--as-of", moment.isoformat())
        assert ran.exit_code == 0, (name, moment, ran.output)
        handled[name] = int(ran.output.split()[1])
    return handled


def counted(what, *which):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(what).where(*which))


def test_three_months_of_the_demo_world(app, session, runner, now):
    assert runner("demo").exit_code == 0
    done = dict.fromkeys(TICKS, 0)
    for step in range(1, 10):
        for name, count in tick(runner, now + timedelta(days=10 * step)).items():
            done[name] += count
    assert done.pop("report_impossible_rows") == 0, set(session.scalars(select(WorkItem.key)))
    assert done.pop("set_missing_deadlines") == 0
    assert min(done.values()) > 0, done

    happened = set(session.scalars(select(History.event)))
    assert happened >= BY_ITSELF
    kinds = set(session.scalars(select(Notice.kind)))
    assert kinds >= {"deadline_warned", "deadline_missed", "deadline_passed", "deadline_reminded"}
    assert [chain.reference for chain in checked_chains() if chain.broken] == []

    before = [counted(table) for table in (History, Notice, WorkItem, Deadline)]
    again = tick(runner, now + timedelta(days=90))
    assert set(again.values()) == {0}
    assert [counted(table) for table in (History, Notice, WorkItem, Deadline)] == before
