"""The morning summary: on working days, one each, never an empty one, nobody's data in it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.domain.lifecycle import Stage
from mediation.jobs.mornings import send_morning_summaries
from mediation.models.notices import Notice
from tests.factories.accounts import make_officer
from tests.factories.organisations import make_mediation_body
from tests.factories.stages import cast_at
from tests.web.test_budgets import counted


def summaries(session):
    session.rollback()
    rows = session.scalars(select(Notice).where(Notice.kind == "morning_summary"))
    return {row.account_id: json.loads(row.facts) for row in rows if row.channel == "mail"}


@pytest.fixture
def cast(session):
    idle = make_officer(make_mediation_body())
    found = cast_at(Stage.WITH_LENDER)
    session.commit()
    found_idle = idle.id
    return found, found_idle


def test_each_is_told_once_what_waits_and_nobody_of_nothing(session, cast, clock):
    cast, idle = cast
    clock.advance(timedelta(days=15))  # The answer is due today, and the first reading is late.
    for _ in range(2):
        send_morning_summaries(clock.now())
    found = summaries(session)
    lender = found[cast.lender.account_id]
    assert (lender["late"], lender["mine"]) == (1, 1)
    assert lender["late_cases"] == cast.case.reference
    assert (lender["today"], lender["today_cases"]) == (1, cast.case.reference)
    assert idle not in found
    said = json.dumps(found, ensure_ascii=False)
    assert cast.case.complainant_name not in said


def test_on_days_off_nobody_is(session, cast, clock):
    clock.advance(timedelta(days=3))  # A Saturday.
    assert send_morning_summaries(clock.now()) == (0, 0)
    assert summaries(session) == {}


def test_many_people_cost_no_more_statements(session, cast, clock):
    with counted() as few:
        send_morning_summaries(clock.now())
    for _ in range(4):
        cast_at(Stage.WITH_LENDER)
    session.commit()
    clock.advance(timedelta(days=1))
    with counted() as many:
        send_morning_summaries(clock.now())
    assert len(many) == len(few)
