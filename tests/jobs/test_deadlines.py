"""Deadlines that come near, are over and stay over: each effect once, and to the right people."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation.db import db
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.jobs.deadlines import escalate_deadlines, miss_deadlines, warn_deadlines
from mediation.models.deadlines import Deadline
from mediation.models.history import Facts, History
from mediation.models.notices import Notice
from mediation.models.work import WorkItem
from mediation.queries.chains import checked_chains
from tests.factories.late_stages import cast_at
from tests.services.traces import events_of, told
from tests.web.test_budgets import counted

JOBS = (warn_deadlines, miss_deadlines, escalate_deadlines)


def clock_of(case, rule):
    """The running deadline of one rule."""
    return db.session.scalar(
        select(Deadline).where(
            Deadline.case_id == case.id, Deadline.rule == rule, Deadline.stopped_at.is_(None)
        )
    )


def people_told(case, kind):
    """By which channel and in whose inbox each notice of a kind is."""
    query = select(Notice.channel, Notice.account_id).where(
        Notice.case_id == case.id, Notice.kind == kind
    )
    return sorted(map(tuple, db.session.execute(query)), key=str)


@pytest.fixture
def cast(session):
    found = cast_at(Stage.WITH_LENDER)
    cast_at(Stage.MEDIATION)  # Noise: nothing of it is due.
    session.commit()
    return found


@pytest.fixture
def answer(cast):
    return clock_of(cast.case, "lender_answer")


class TestWarn:
    def test_reminds_whoever_must_act_once(self, session, cast, answer, clock):
        clock.advance(answer.warn_at - clock.now())
        assert warn_deadlines(clock.now()).failed == 0
        assert warn_deadlines(clock.now()) == (0, 0)
        session.expire_all()
        assert answer.warned_at == clock.now()
        told_here = people_told(cast.case, "deadline_warned")
        mail = [one for one in told_here if one[0] == "mail"]
        assert mail
        assert {account for _, account in mail} == {cast.lender.account_id}
        assert Event.DEADLINE_MISSED not in events_of(cast.case)

    def test_a_deadline_that_stands_still_is_left_alone(self, session, cast, answer, clock):
        answer.paused_at = clock.now()
        session.commit()
        clock.advance(timedelta(days=14))
        for job in JOBS:
            job(clock.now())
        session.expire_all()
        assert answer.warned_at is None


class TestMiss:
    @pytest.fixture
    def late(self, cast, answer, clock):
        clock.advance(answer.due_at - clock.now())
        return cast

    def test_is_not_a_moment_early(self, cast, answer, clock):
        clock.advance(answer.due_at - clock.now() - timedelta(seconds=1))
        miss_deadlines(clock.now())
        db.session.expire_all()
        assert answer.missed_at is None

    def test_is_an_event_told_to_whoever_missed_and_whoever_waits(
        self, session, late, answer, clock
    ):
        miss_deadlines(clock.now())
        assert miss_deadlines(clock.now()) == (0, 0)
        session.expire_all()
        assert answer.missed_at == clock.now()
        # The first reading was due before.
        assert events_of(late.case)[-2:] == [Event.DEADLINE_MISSED] * 2
        assert told(late.case).count("deadline_passed") == 1
        assert ("mail", late.lender.account_id) in people_told(late.case, "deadline_missed")

    def test_keeps_the_chain_whole_and_the_rule_in_the_facts(self, late, clock):
        miss_deadlines(clock.now())
        db.session.rollback()
        assert [chain.broken for chain in checked_chains()] == [None, None]
        facts = db.session.scalars(
            select(Facts)
            .join(History, History.id == Facts.id)
            .where(History.event == Event.DEADLINE_MISSED, History.case_id == late.case.id)
        )
        assert {json.loads(each.facts)["rule"] for each in facts} == {
            "first_reading",
            "lender_answer",
        }

    def test_what_lapses_by_a_verb_of_its_own_is_not_just_missed(self, session, clock):
        other = cast_at(Stage.AGREEMENT)
        session.commit()
        clock.advance(timedelta(days=60))
        miss_deadlines(clock.now())
        assert Event.DEADLINE_MISSED not in events_of(other.case)


class TestEscalate:
    def test_reminds_again_and_asks_a_person_once(self, session, cast, answer, clock):
        clock.advance(answer.escalate_at - clock.now())
        miss_deadlines(clock.now())
        escalate_deadlines(clock.now())
        assert escalate_deadlines(clock.now()) == (0, 0)
        session.expire_all()
        assert answer.escalated_at == clock.now()
        assert answer.leads_at > clock.now() + timedelta(days=5)
        items = session.scalars(select(WorkItem).where(WorkItem.case_id == cast.case.id)).all()
        assert {(item.key, item.body_id, item.detail) for item in items} == {
            (f"deadline/{row.id}/{row.due_on}", cast.case.body_id, row.rule)
            for row in (answer, clock_of(cast.case, "first_reading"))
        }
        assert "deadline_reminded" in told(cast.case)

    def test_reaches_the_complainant_by_the_other_channel(self, session, clock):
        other = cast_at(Stage.RETURNED, email="li@example.net")
        session.commit()
        row = clock_of(other.case, "completion")
        clock.advance(row.escalate_at - clock.now())
        miss_deadlines(clock.now())
        escalate_deadlines(clock.now())
        first = {channel for channel, _ in people_told(other.case, "deadline_missed")}
        second = {channel for channel, _ in people_told(other.case, "deadline_reminded")}
        assert first
        assert second
        assert first - {"inbox"} != second - {"inbox"}


class TestMany:
    """How much is done does not show in the number of statements of a batch."""

    def due(self, session, count, clock):
        for _ in range(count):
            cast_at(Stage.WITH_LENDER)
        session.commit()
        clock.advance(timedelta(days=70))

    def statements(self, job, now):
        with counted() as seen:
            job(now)
        return len(seen)

    def test_a_batch_costs_the_same_for_one_and_for_many(self, session, clock):
        self.due(session, 1, clock)
        few = [self.statements(job, clock.now()) for job in JOBS[1:]]
        self.due(session, 4, clock)
        assert [self.statements(job, clock.now()) for job in JOBS[1:]] == few
        assert session.scalar(select(func.count()).select_from(WorkItem)) == 10
