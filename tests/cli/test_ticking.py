"""The demo world's deadlines tick: with the date moved, cases are warned, lapsed and escalated."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation.db import db
from mediation.domain.events import Event
from mediation.gateways.channels import init_channels
from mediation.models.deadlines import Deadline
from mediation.models.history import History
from mediation.models.notices import Notice
from mediation.models.work import WorkItem
from mediation.queries.chains import checked_chains
from tests.world.post_office import open_office

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
# What the mails of a missed time say first, in both languages.
FIRST_LINES = {
    "zh_CN": ("还有一件事没有办", "这件事的期限已过", "再提醒您一次"),
    "en": ("Still open", "The time is over for this"),
}
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


@pytest.fixture
def sink(app, instance):
    """A real mail server, to which the program sends for the time of a test."""
    with open_office() as clerk:
        init_channels({**app.config, "MAIL_URL": clerk.url}, instance)
        try:
            yield clerk
        finally:
            init_channels(app.config, instance)


def letters(clerk, locale):
    """Every mail in one language, as subject and text."""
    tag = locale.replace("_", "-")
    mails = [mail for mail in clerk.mails if mail["Content-Language"] == tag]
    return [(str(mail["Subject"]), mail.get_body(("plain",)).get_content()) for mail in mails]


def test_three_months_of_the_demo_world(app, session, runner, now, sink):
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

    numbers = [mail["Message-ID"] for mail in sink.mails]
    assert len(numbers) == len(set(numbers)) > 20
    reference = re.compile(r"M\d{4}-[0-9A-Z]{8}")
    for locale, first in FIRST_LINES.items():
        told = letters(sink, locale)
        assert not any(reference.search(subject) for subject, _ in told)
        for words in first:
            assert any(words in text for _, text in told), (locale, words)

    before = [counted(table) for table in (History, Notice, WorkItem, Deadline)]
    again = tick(runner, now + timedelta(days=90))
    assert set(again.values()) == {0}
    assert [counted(table) for table in (History, Notice, WorkItem, Deadline)] == before
    assert len(sink.mails) == len(numbers)
