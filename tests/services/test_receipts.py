"""A company notes its own number and the day of receipt; no clock moves by it."""

from datetime import date, timedelta

import pytest

from mediation import clock
from mediation.domain.errors import NotPermitted
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.queries import deadlines, parties
from mediation.services.receipts import record_receipt
from tests.factories.stages import cast_at
from tests.services.traces import events_of, refused

PASSED_ON = date(2026, 3, 4)
DAY = timedelta(days=1)


@pytest.fixture
def cast(session):
    found = cast_at(Stage.WITH_LENDER)
    clock.advance(3 * DAY)
    return found


def note(cast, number="HD-77", received_on=PASSED_ON + DAY, actor=None):
    by = actor or cast.lender
    record_receipt(cast.case, number=number, received_on=received_on, actor=by, now=clock.now())


def due(cast):
    return {row.rule: row.due_at for row in deadlines.running(cast.case)}


def test_is_kept_with_the_company_and_moves_no_clock(cast):
    before = due(cast)
    note(cast)
    company = parties.answering(cast.case)
    assert (company.own_reference, company.received_on) == ("HD-77", PASSED_ON + DAY)
    assert due(cast) == before
    assert events_of(cast.case)[-1] is Event.RECEIPT_RECORDED


def test_may_be_noted_anew(cast):
    note(cast)
    note(cast, number="HD-78", received_on=None)
    company = parties.answering(cast.case)
    assert (company.own_reference, company.received_on) == ("HD-78", None)


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"number": " ", "received_on": None}, "receipt_empty"),
        ({"received_on": PASSED_ON - DAY}, "received_before_passing"),
        ({"received_on": PASSED_ON + 4 * DAY}, "received_in_future"),
    ],
)
def test_refuses_what_cannot_be(session, cast, how, reason):
    session.commit()
    with refused(reason, cast.case):
        note(cast, **how)


def test_the_first_and_the_last_possible_day_will_do(cast):
    note(cast, received_on=PASSED_ON)
    note(cast, received_on=PASSED_ON + 3 * DAY)


def test_nobody_else_notes_it(cast):
    for who in (cast.complainant, cast.officer):
        with pytest.raises(NotPermitted):
            note(cast, actor=who)
