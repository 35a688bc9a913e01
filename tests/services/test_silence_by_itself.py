"""What silence leads to by itself: what the rules name after two ways of reminding, and no more."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.clock import now as clock_now
from mediation.db import db
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Outcome
from mediation.jobs.deadlines import (
    escalate_deadlines,
    follow_silence,
    lapse_assignments,
    miss_deadlines,
    time_out_negotiations,
    warn_deadlines,
)
from mediation.jobs.notices import deliver_notices
from mediation.models.assignment import Assignment
from mediation.models.deadlines import Deadline
from mediation.models.work import WorkItem
from mediation.queries.chains import checked_chains
from mediation.services.willingness import ask_willingness
from tests.factories.stages import agree_to_mediate, cast_at, give_relief, offer_to_mediator
from tests.services.traces import events_of, told

JOBS = (
    warn_deadlines,
    miss_deadlines,
    escalate_deadlines,
    time_out_negotiations,
    lapse_assignments,
    follow_silence,
    deliver_notices,
)


def pass_days(clock, count):
    """Each day every job, as the timetable would."""
    for _ in range(count):
        clock.advance(timedelta(days=1))
        for job in JOBS:
            assert job(clock.now()).failed == 0
    db.session.expire_all()


def running(case):
    return {
        row.rule
        for row in db.session.scalars(
            select(Deadline).where(Deadline.case_id == case.id, Deadline.stopped_at.is_(None))
        )
    }


@pytest.fixture
def seen(session, clock):
    """A case, brought to where somebody says nothing."""

    def bring(stage, *acts, **answers):
        cast = cast_at(stage, **answers)
        for act in acts:
            act(cast)
        session.commit()
        return cast

    return bring


def test_a_silent_lender_is_reminded_in_two_ways_and_the_case_goes_on(seen, clock):
    cast = seen(Stage.WITH_LENDER)
    pass_days(clock, 20)
    assert cast.case.stage is Stage.WITH_LENDER
    pass_days(clock, 15)
    assert cast.case.stage is Stage.AWAITING_MEDIATOR
    assert events_of(cast.case).count(Event.LENDER_SILENT) == 1
    assert {"lender_silent", "your_silence"} <= set(told(cast.case))
    assert "lender_answer" not in running(cast.case)


def test_talks_whose_time_is_over_lead_to_a_mediator_being_looked_for(seen, clock):
    cast = seen(Stage.NEGOTIATION)
    pass_days(clock, 29)
    assert cast.case.stage is Stage.NEGOTIATION
    pass_days(clock, 10)
    assert cast.case.stage is Stage.AWAITING_MEDIATOR
    assert events_of(cast.case).count(Event.NEGOTIATION_TIMED_OUT) == 1
    assert told(cast.case).count("negotiation_timed_out") >= 2


@pytest.mark.parametrize(
    ("stage", "acts", "outcome"),
    [
        (Stage.WITH_LENDER, (give_relief,), Outcome.LENDER_ACTED),
        (Stage.RETURNED, (), Outcome.NOT_COMPLETED),
    ],
)
def test_a_complainant_who_says_nothing_loses_nothing(seen, clock, stage, acts, outcome):
    cast = seen(stage, *acts, email="li@example.net")
    pass_days(clock, 25)
    assert cast.case.stage is stage
    pass_days(clock, 30)
    assert (cast.case.stage, cast.case.outcome) == (Stage.CLOSED, outcome)


def test_whoever_has_one_way_only_is_left_to_a_person(seen, clock):
    cast = seen(Stage.RETURNED)
    pass_days(clock, 90)
    assert cast.case.stage is Stage.RETURNED
    item = db.session.scalar(select(WorkItem).where(WorkItem.case_id == cast.case.id))
    assert item.detail == "completion"


def ask(cast):
    ask_willingness(cast.case, actor=cast.officer, now=clock_now())


def test_no_yes_to_mediation_ever_comes_of_silence(seen, clock):
    cast = seen(Stage.AWAITING_MEDIATOR, ask)
    pass_days(clock, 90)
    assert cast.case.stage is Stage.AWAITING_MEDIATOR
    assert events_of(cast.case).count(Event.WILLINGNESS_GIVEN) == 1  # Whoever asked for it.
    assert Event.PARTY_UNREACHABLE not in events_of(cast.case)
    items = db.session.scalars(select(WorkItem.detail).where(WorkItem.case_id == cast.case.id))
    assert list(items) == ["willingness"]


def test_a_mediator_who_does_not_answer_loses_the_offer(seen, clock):
    cast = seen(Stage.AWAITING_MEDIATOR, agree_to_mediate, offer_to_mediator)
    pass_days(clock, 8)
    assert events_of(cast.case).count(Event.MEDIATOR_DECLINED) == 1
    [offered] = db.session.scalars(select(Assignment).where(Assignment.case_id == cast.case.id))
    assert (offered.reason, offered.ended_at is None) == ("no_answer", False)
    assert "mediator_designation" in running(cast.case)
    assert {"mediator_lapsed", "mediator_silent"} <= set(told(cast.case))


def test_a_missed_mediation_time_ends_nothing_by_itself(seen, clock):
    cast = seen(Stage.MEDIATION)
    pass_days(clock, 90)
    assert cast.case.stage is Stage.MEDIATION
    assert all(chain.broken is None for chain in checked_chains())
