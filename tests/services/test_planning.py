"""Where and when a notice leaves for its reader."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from mediation import clock
from mediation.db import db
from mediation.domain.lifecycle import Stage
from mediation.domain.notices import Channel, Manner, Stop, Subject
from mediation.models.deadlines import CalendarYear
from mediation.models.notices import Notice, Preference, blind_of_address
from mediation.queries.notices import Recipient
from mediation.services.addresses import silence
from mediation.services.notices import tell_people
from tests.factories.accounts import make_borrower, make_officer
from tests.factories.stages import agree_to_mediate, cast_at, offer_to_mediator

PHONE = "+8613800001234"
LATE = timedelta(hours=9)  # From noon to nine in the evening.


def wish(account, subject, channel, manner, now):
    db.session.add(
        Preference(
            account_id=account.id,
            subject=subject,
            channel=channel,
            manner=manner,
            changed_at=now,
        )
    )


def told(session, people, kind, now, key="k"):
    session.commit()
    tell_people(people, kind, key=key, now=now, path="/x")
    session.commit()
    rows = session.scalars(select(Notice).order_by(Notice.id))
    return {row.channel: row for row in rows}


@pytest.fixture
def lin(session, now):
    found = make_borrower(email="lin@example.com")
    session.flush()
    return found


def by_phone(account, **more):
    return Recipient(7, "sms", PHONE, "zh_CN", account.id, **more)


def by_mail(account, **more):
    return Recipient(account.id, "mail", account.email, "zh_CN", account.id, **more)


class TestQuietHours:
    def test_hold_a_text_message_back_until_morning(self, session, lin, now):
        rows = told(session, [by_phone(lin)], "offer_rejected", now + LATE)
        assert rows["sms"].due_at == now + timedelta(hours=20)
        assert (rows["inbox"].due_at, rows["inbox"].sent_at) == (None, now + LATE)

    def test_are_those_that_were_asked_for(self, session, lin, now):
        rows = told(session, [by_phone(lin, hours=("evening",))], "offer_rejected", now)
        assert rows["sms"].due_at == now + timedelta(hours=6)

    def test_hold_mail_to_a_mediator_back(self, session, now):
        cast = cast_at(Stage.AWAITING_MEDIATOR)
        agree_to_mediate(cast)
        clock.advance(LATE)
        offer_to_mediator(cast)
        session.flush()
        row = session.scalars(
            select(Notice).filter_by(kind="mediator_offered", channel="mail")
        ).one()
        assert row.due_at == now + timedelta(hours=20)

    def test_hold_nothing_urgent_back(self, session, lin, now):
        assert told(session, [by_phone(lin)], "danger", now + LATE)["sms"].due_at == now + LATE

    def test_know_the_days_off_that_were_published_here(self, session, now):
        officer = make_officer()
        tomorrow = (now + timedelta(days=1)).date()
        year = {"year": tomorrow.year, "edition": 1, "source": "test", "at": now}
        session.add(CalendarYear(**year, off=f"{tomorrow:%m-%d}", worked=""))
        reached = by_mail(officer, is_staff=True)
        rows = told(session, [reached], "review_requested", now + LATE)
        assert rows["mail"].due_at == now + timedelta(days=1, hours=20)


class TestWishes:
    def test_never_leaves_it_in_the_inbox_alone(self, session, lin, now):
        wish(lin, Subject.TALKS, Channel.MAIL, Manner.NEVER, now)
        assert list(told(session, [by_mail(lin)], "offer_rejected", now)) == ["inbox"]

    def test_digest_waits_for_the_next_summary(self, session, lin, now):
        wish(lin, Subject.TALKS, Channel.MAIL, Manner.DIGEST, now)
        rows = told(session, [by_mail(lin)], "offer_rejected", now)
        assert rows["mail"].due_at == now + timedelta(hours=20, minutes=30)

    def test_hold_nothing_required_back(self, session, lin, now):
        for subject in Subject:
            wish(lin, subject, Channel.MAIL, Manner.NEVER, now)
        assert told(session, [by_mail(lin)], "offer_made", now)["mail"].due_at == now


class TestSilencedAddresses:
    def test_lead_to_the_account_instead(self, session, lin, now):
        silence(blind_of_address(PHONE), Stop.DEAD, now=now)
        rows = told(session, [by_phone(lin, otherwise=lin.email)], "offer_made", now)
        assert set(rows) == {"inbox", "mail"}
        assert rows["mail"].recipient == lin.email

    def test_stay_where_there_is_no_other(self, session, lin, now):
        for address in (PHONE, lin.email):
            silence(blind_of_address(address), Stop.DEAD, now=now)
        rows = told(session, [by_phone(lin, otherwise=lin.email)], "offer_made", now)
        assert set(rows) == {"inbox", "sms"}


@pytest.mark.parametrize(("kind", "most"), [("offer_rejected", 2), ("danger", 1)])
def test_it_takes_one_statement_more_and_none_where_it_is_urgent(session, lin, now, kind, most):
    people = [by_mail(lin), by_mail(make_borrower()), by_phone(lin, otherwise=lin.email)]
    session.commit()
    session.scalar(select(1))
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        tell_people(people, kind, key="k", now=now, path="/x")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(seen) == most
