"""Whether a message is ours: what is told, and what is told to nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from mediation.db import db
from mediation.domain.errors import Throttled
from mediation.domain.lifecycle import Stage
from mediation.models.accounts import Account, Failure
from mediation.models.notices import Notice, code_of
from mediation.models.organisations import Organisation
from mediation.services.notices import tell
from mediation.services.verification import verify_message
from tests.factories.stages import cast_at
from tests.web.test_budgets import counted

HERE = "192.0.2.1"


def write(now, key="k", channel="mail", recipient="lin@example.com", case_id=None):
    tell(
        "draft_reminder",
        key=key,
        channel=channel,
        recipient=recipient,
        locale="zh_CN",
        now=now,
        case_id=case_id,
    )
    return db.session.scalars(select(Notice).where(Notice.key == f"{key}/0/{channel}")).one()


def mark_sent(notice, *, now):
    notice.sent_at = now


@pytest.fixture
def sent(session, now):
    """Sends a message, and gives the code that stands in it; a noisy one is there as well."""
    write(now, "noise", recipient="noise@example.com").sent_at = now

    def sending(**options):
        notice = write(now, **options)
        notice.sent_at = now
        session.flush()
        return code_of(notice.id)

    return sending


def ask(code, tail, now, address=HERE):
    return verify_message(code, tail, address=address, now=now)


class TestVerifyMessage:
    def test_knows_what_was_sent(self, sent, now):
        found = ask(sent(), "lin", now)
        assert (found.sent_at, found.body, found.mediator) == (now, "", "")

    def test_names_body_and_mediator_of_the_case(self, session, sent, now):
        case = cast_at(Stage.MEDIATION).case
        found = ask(sent(channel="sms", recipient="+8613800001234", case_id=case.id), "1234", now)
        body = session.get_one(Organisation, case.body_id)
        assert (found.body, found.body_en) == (body.name, body.name_en or body.name)
        assert found.mediator == session.get_one(Account, case.mediator_id).name

    def test_reads_the_code_however_it_is_written(self, sent, now):
        code = sent()
        assert ask(f" {code[:4].lower()}-{code[4:].lower()} ", "lin", now)
        assert ask(code.replace("O", "0").replace("I", "1").replace("L", "1"), "lin", now)

    def test_tells_nobody_else(self, sent, now):
        code = sent()
        assert ask(code, "noise", now) is None
        assert ask("ABCDEFGH", "lin", now) is None
        assert ask("", "lin", now) is None

    def test_knows_nothing_of_what_has_not_left(self, session, now):
        waiting = write(now)
        assert ask(code_of(waiting.id), "lin", now) is None
        waiting.gave_up_at = now
        session.flush()
        assert ask(code_of(waiting.id), "lin", now) is None

    def test_knows_nothing_of_an_inbox(self, session, sent, now):
        code = sent()
        session.execute(update(Notice).values(channel="inbox"))
        assert ask(code, "lin", now) is None

    def test_a_message_that_carries_others_answers_for_them(self, session, sent, now):
        code = sent()
        carried = write(now, "carried")
        carried.parcel_id = 1
        carried.sent_at = now
        assert ask(code, "lin", now) is not None

    def test_asks_the_database_the_same_whatever_is_wrong(self, sent, now):
        code = sent()

        def asked(*question):
            with counted() as seen:
                assert ask(*question, now) is None
                db.session.flush()
            return [statement for statement, _ in seen]

        assert asked(code, "noise") == asked("ABCDEFGH", "lin") == asked("ABCDEFGH", "noise")

    def test_hears_no_more_after_ten_wrong_ones(self, session, sent, now):
        code = sent()
        for _ in range(10):
            ask(code, "noise", now)
        with pytest.raises(Throttled):
            ask(code, "lin", now)
        assert ask(code, "lin", now, address="192.0.2.2")
        assert ask(code, "lin", now + timedelta(minutes=10, seconds=1))

    def test_counts_failures_only(self, session, sent, now):
        code = sent()
        for _ in range(12):
            assert ask(code, "lin", now)
        session.flush()
        assert session.scalar(select(func.count()).select_from(Failure)) == 0
