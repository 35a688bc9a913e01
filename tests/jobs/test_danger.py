"""Reports that nobody looked at in time go on to the next level."""

from datetime import timedelta

from sqlalchemy import func, select

from mediation.domain.danger import DutyLevel
from mediation.jobs.danger import escalate_danger
from mediation.models.danger import DangerReport
from mediation.models.notices import Notice
from mediation.services.danger import mark_seen
from tests.factories.accounts import actor_of, make_officer
from tests.factories.danger import make_report, make_turn
from tests.factories.organisations import make_mediation_body


def level(session, report):
    session.expire_all()
    return session.get(DangerReport, report.id).level


def notices(session):
    return session.scalar(select(func.count(Notice.id)).where(Notice.channel != "inbox"))


class TestEscalateDanger:
    def test_waits_for_the_time_then_asks_the_next(self, session, clock):
        body = make_mediation_body()
        make_turn(make_officer(body))
        make_turn(make_officer(body), DutyLevel.SECOND)
        report = make_report()
        session.commit()
        clock.advance(timedelta(minutes=14, seconds=59))
        assert escalate_danger(clock.now()).handled == 0
        clock.advance(timedelta(seconds=1))
        assert escalate_danger(clock.now()).handled == 1
        assert level(session, report) is DutyLevel.SECOND
        assert notices(session) == 2

    def test_run_twice_it_does_nothing_more(self, session, clock):
        make_turn(make_officer())
        make_report()
        session.commit()
        now = clock.advance(timedelta(minutes=15))
        assert [escalate_danger(now).handled, escalate_danger(now).handled] == [1, 0]
        assert notices(session) == 2

    def test_leaves_alone_what_somebody_looks_after(self, session, clock, now):
        officer = make_officer()
        make_turn(officer)
        mark_seen(make_report(), actor=actor_of(officer), now=now)
        session.commit()
        assert escalate_danger(clock.advance(timedelta(hours=2))).handled == 0

    def test_calls_everyone_again_until_somebody_looks(self, session, clock):
        make_turn(make_officer())
        report = make_report()
        session.commit()
        for _ in range(4):
            escalate_danger(clock.advance(timedelta(minutes=31)))
        assert level(session, report) is DutyLevel.EVERYONE
        assert notices(session) == 5
