"""A published year reaches the deadlines that were counted without it, and who must keep them."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from mediation import clock
from mediation.domain.calendar import Calendar, the_calendar
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.domain.notices import Channel
from mediation.jobs.calendar import recompute_deadlines
from mediation.jobs.timetable import Counts
from mediation.models.deadlines import Deadline
from mediation.models.history import History
from mediation.models.notices import Notice
from mediation.queries import calendar as calendar_queries
from tests.factories.deadlines import make_year
from tests.factories.stages import cast_at

# Fifteen days after the 20th of December end on Monday 4 January 2027, as far as is known.
DECEMBER = datetime(2026, 12, 20, 4, 0, tzinfo=UTC)


@pytest.fixture
def cast(session):
    with clock.frozen_at(DECEMBER):
        made = cast_at(Stage.WITH_LENDER)
        session.commit()
    return made


@pytest.fixture
def answer(session, cast):
    """The lender's time for its answer, as the database has it."""

    def read():
        session.rollback()
        session.expire_all()
        return session.scalars(
            select(Deadline).where(
                Deadline.case_id == cast.case.id, Deadline.rule == "lender_answer"
            )
        ).one()

    return read


def publish(session, off, *, edition=1):
    make_year(2027, off=off, edition=edition)
    session.commit()
    with clock.frozen_at(DECEMBER):
        return recompute_deadlines(clock.now())


def told(session):
    return session.scalars(
        select(Notice).where(Notice.kind == "deadline_moved", Notice.channel == Channel.MAIL)
    ).all()


def recounted(session, case):
    return session.scalars(
        select(History).where(History.case_id == case.id, History.event == Event.DEADLINE_RECOUNTED)
    ).all()


def test_a_day_that_moves_is_written_down_and_told_to_its_owner(session, cast, answer):
    assert (answer().due_on, answer().provisional) == (date(2027, 1, 4), True)
    counts = publish(session, "01-04")
    assert counts.handled >= 1
    assert counts.failed == 0
    row = answer()
    assert (row.due_on, row.provisional, row.edition) == (date(2027, 1, 5), False, 1)
    assert len(recounted(session, cast.case)) == 1
    [notice] = told(session)
    assert notice.account_id == cast.lender.account_id


def test_a_day_that_stays_only_loses_its_mark(session, cast, answer):
    publish(session, "01-01")
    row = answer()
    assert (row.due_on, row.provisional, row.edition) == (date(2027, 1, 4), False, 1)
    assert recounted(session, cast.case) == []
    assert told(session) == []


def test_each_edition_is_counted_once(session, cast, answer):
    publish(session, "01-04")
    with clock.frozen_at(DECEMBER):
        assert recompute_deadlines(clock.now()) == Counts()
    publish(session, "01-04 01-05", edition=2)
    assert answer().due_on == date(2027, 1, 6)
    assert len(told(session)) == 2


def test_what_has_stopped_stays_as_it_was(session, cast, answer):
    answer().stopped_at = DECEMBER
    session.commit()
    publish(session, "01-04")
    assert (answer().due_on, answer().edition) == (date(2027, 1, 4), 0)


def test_a_newer_release_that_knows_the_year_takes_the_mark_away(
    session, cast, answer, monkeypatch
):
    known = the_calendar()
    later = Calendar(known.years | {2027}, known.off | {date(2027, 1, 4)}, known.worked)
    monkeypatch.setattr(calendar_queries, "the_calendar", lambda: later)
    calendar_queries.laid_over.cache_clear()
    with clock.frozen_at(DECEMBER):
        counts = recompute_deadlines(clock.now())
        again = recompute_deadlines(clock.now())
    calendar_queries.laid_over.cache_clear()
    assert counts.handled >= 1
    assert again == Counts()
    assert (answer().due_on, answer().provisional) == (date(2027, 1, 5), False)


def test_what_was_held_for_missed_was_not_over_yet(session, cast, answer):
    row = answer()
    row.missed_at = row.escalated_at = row.due_at
    session.commit()
    make_year(2027, off="01-04", edition=1)
    session.commit()
    with clock.frozen_at(datetime(2027, 1, 10, 4, 0, tzinfo=UTC)):
        assert recompute_deadlines(clock.now()).failed == 0
    assert answer().due_on == date(2027, 1, 5)
    assert answer().missed_at is None


def test_the_message_says_the_old_and_the_new_day(session, cast, outbox):
    publish(session, "01-04")
    with clock.frozen_at(DECEMBER):
        [letter] = [one for one in outbox() if "1月5日" in one.body]
    assert "机构书面答复" in letter.body
    assert "1月4日" in letter.body
