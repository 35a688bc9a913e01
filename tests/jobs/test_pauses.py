"""The day on which a pause is looked at again: said once, to those who lift it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation import clock
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Pause
from mediation.domain.roles import Role
from mediation.jobs.pauses import remind_of_reviews
from mediation.models.accounts import Account
from mediation.models.notices import Notice
from mediation.services.days import day_of
from mediation.services.pauses import pause_case, resume_case
from tests.factories.stages import cast_at


def pause(cast, *, lifter, days=10):
    pause_case(
        cast.case,
        reason=Pause.APPRAISAL,
        words="",
        review_on=day_of(clock.now()) + timedelta(days=days),
        lifter=lifter,
        actor=cast.officer,
        now=clock.now(),
    )


@pytest.fixture
def cast(session):
    found = cast_at(Stage.MEDIATION)
    pause(found, lifter=Role.OFFICER)
    later = cast_at(Stage.MEDIATION)
    pause(later, lifter=Role.MEDIATOR, days=30)
    session.commit()
    return found


def reminded(session, case):
    session.expire_all()
    rows = session.scalars(
        select(Notice)
        .where(Notice.kind == "pause_review", Notice.case_id == case.id, Notice.channel == "mail")
        .order_by(Notice.id)
    )
    return [row.recipient for row in rows]


def address(session, actor):
    return session.get_one(Account, actor.account_id).email


def test_nobody_is_told_before_the_day(session, cast):
    clock.advance(timedelta(days=9))
    assert remind_of_reviews(clock.now()).handled == 0


def test_the_officer_is_told_once(session, cast):
    for _ in range(3):
        clock.advance(timedelta(days=10))
        remind_of_reviews(clock.now())
    assert reminded(session, cast.case) == [address(session, cast.officer)]


def test_a_mediator_who_lifts_it_is_told_too(session):
    cast = cast_at(Stage.MEDIATION)
    pause(cast, lifter=Role.MEDIATOR)
    session.commit()
    clock.advance(timedelta(days=10))
    remind_of_reviews(clock.now())
    assert reminded(session, cast.case) == [
        address(session, cast.officer),
        address(session, cast.mediator),
    ]


def test_what_was_lifted_is_left_alone(session, cast):
    resume_case(cast.case, actor=cast.officer, now=clock.now())
    session.commit()
    clock.advance(timedelta(days=10))
    remind_of_reviews(clock.now())
    assert reminded(session, cast.case) == []
