"""Emptying the outbox: what leaves, in whose words, and how often."""

import email
import stat
from datetime import timedelta
from email.policy import default

import pytest
from sqlalchemy import func, select, update

from mediation.db import db
from mediation.domain.notices import Channel, Manner, Subject
from mediation.gateways import mime
from mediation.gateways.post import Undeliverable
from mediation.jobs.notices import Courier, deliver_notices
from mediation.jobs.scheduler import Scheduler
from mediation.jobs.timetable import ALWAYS, Job
from mediation.models.notices import Notice, Preference, Silenced, leave_of
from mediation.models.work import WorkItem
from mediation.queries.notices import by_mail
from mediation.services.notices import tell, tell_people
from mediation.transaction import transaction
from tests.factories.accounts import make_borrower
from tests.factories.cases import make_case

CODE = {"code": "402817"}
LEASE = 300


@pytest.fixture
def write(session, now):
    def tell_of(kind="code", *, key="k", channel="mail", recipient="lin@example.com", **facts):
        locale = facts.pop("locale", "zh_CN")
        with transaction():
            tell(
                kind,
                key=key,
                channel=channel,
                recipient=recipient,
                locale=locale,
                now=now,
                **(facts or CODE),
            )

    return tell_of


@pytest.fixture
def files(instance):
    return lambda: sorted((instance / "outbox").glob("[!.]*"))


class Couriers:
    """Couriers of several processes, whose steady clocks a test moves on."""

    def __init__(self):
        self.at = 0.0

    def __call__(self):
        return Courier(LEASE, steady=lambda: self.at)

    def wait(self, length):
        self.at += length


@pytest.fixture
def couriers(app):
    return Couriers()


def read(path):
    return email.message_from_bytes(path.read_bytes(), policy=default)


def read_to(path):
    return read(path)["To"]


class TestDeliverNotices:
    def test_writes_a_file_for_each_mail(self, write, files, now):
        write()
        assert deliver_notices(now).handled == 1
        [path] = files()
        message = read(path)
        assert path.name.startswith("20260304T040000Z-")
        assert message["To"] == "lin@example.com"
        assert message["Subject"] == "您的验证码"
        assert "402817" in message.get_body(("plain",)).get_content()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    def test_wakes_nobody_with_what_was_late(self, write, files, session, now):
        write("draft_reminder", channel="sms", recipient="+8613800001234", path="/file/x")
        night = now.replace(hour=18, minute=30)  # 02:30 in Shanghai.
        deliver_notices(night)
        assert files() == []
        [row] = session.scalars(select(Notice)).all()
        assert (row.due_at - night, row.tries, row.claim_id) == (timedelta(hours=5.5), 0, None)
        deliver_notices(row.due_at)
        assert len(files()) == 1

    def test_speaks_the_language_of_the_recipient(self, write, files, now):
        write(locale="en", code="402817")
        deliver_notices(now)
        assert read(files()[0])["Subject"] == "Your one-time code"

    def test_sends_nothing_twice(self, write, files, now):
        write()
        deliver_notices(now)
        files()[0].unlink()
        assert deliver_notices(now + timedelta(days=1)).handled == 0
        assert files() == []

    def test_makes_no_second_file_when_it_died_before_marking(
        self, write, files, now, couriers, monkeypatch
    ):
        dying, heir = couriers(), couriers()
        write()

        def die(notice, *, claim_id, now):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("mediation.jobs.notices.mark_sent", die)
            with pytest.raises(KeyboardInterrupt):
                dying.deliver(now)
        [before] = files()
        assert heir.deliver(now).handled == 0
        couriers.wait(LEASE)
        assert heir.deliver(now).handled == 1
        assert files() == [before]

    def test_is_not_held_up_by_a_message_that_cannot_be_sent(self, write, files, now):
        write("code", key="first", reference="a code is missing")
        write("code", key="second")
        assert deliver_notices(now) == (2, 1)
        assert len(files()) == 1

    def test_tries_again_what_failed(self, write, files, now, monkeypatch):
        write()

        def no_answer(post):
            raise ConnectionRefusedError

        with monkeypatch.context() as patch:
            patch.setattr("mediation.jobs.notices.hand_over", no_answer)
            assert deliver_notices(now) == (1, 1)
        assert deliver_notices(now).handled == 0
        assert deliver_notices(now + timedelta(minutes=2)) == (1, 0)

    def test_asks_a_dead_channel_no_more_but_sends_by_the_others(
        self, write, files, now, monkeypatch
    ):
        for number in range(5):
            write(key=f"k{number}")
        write(key="sms", channel="sms", recipient="+8613800001234")
        asked = []

        def no_answer(post):
            asked.append(post.channel)
            if post.channel == "mail":
                raise TimeoutError

        monkeypatch.setattr("mediation.jobs.notices.hand_over", no_answer)
        assert deliver_notices(now) == (6, 5)
        assert sorted(asked) == ["mail", "mail", "sms"]

    @pytest.mark.parametrize(
        ("failure", "error", "stops"),
        [
            (Undeliverable("no_such_address"), "no_such_address", True),
            (Undeliverable("forbidden_address"), "forbidden_address", False),
        ],
    )
    def test_gives_up_what_never_can_be_sent(
        self, write, now, session, monkeypatch, failure, error, stops
    ):
        write("invitation", organisation="禾渡", name="林", role_word="role.officer", path="/x")

        def refuse(post):
            raise failure

        monkeypatch.setattr("mediation.jobs.notices.hand_over", refuse)
        assert deliver_notices(now) == (1, 1)
        notice = session.scalars(select(Notice)).one()
        assert (notice.gave_up_at, notice.error) == (now, error)
        assert session.scalars(select(WorkItem.detail)).all() == [error]
        assert bool(session.scalars(select(Silenced)).all()) is stops

    def test_tries_again_where_the_fault_is_ours(self, write, now, session, monkeypatch, caplog):
        write()

        def stumble(post):
            raise ValueError(f"no gateway for {post.recipient}")

        monkeypatch.setattr("mediation.jobs.notices.hand_over", stumble)
        assert deliver_notices(now) == (1, 1)
        notice = session.scalars(select(Notice)).one()
        assert (notice.gave_up_at, notice.error) == (None, "fault")
        assert "lin@example.com" not in caplog.text

    def test_gives_up_a_row_that_was_tampered_with(self, write, files, now, session):
        write(key="first")
        session.execute(update(Notice).values(_facts=b"nonsense"))
        session.commit()
        write(key="second")
        assert deliver_notices(now) == (2, 1)
        assert session.scalars(select(Notice.error).order_by(Notice.id)).all() == ["bad_row", None]

    def test_sends_several_to_one_person_as_one(self, write, files, now, session):
        for number in range(3):
            write(
                "invitation",
                key=f"k{number}",
                organisation=f"公司{number}",
                name="林",
                role_word="role.officer",
                path="/x",
            )
        assert deliver_notices(now) == (3, 0)
        [path] = files()
        message = read(path)
        first = min(session.scalars(select(Notice.id)))
        assert message["Message-ID"].startswith(f"<{first}@")
        assert message["Subject"] == "您有 3 条新消息"
        text = message.get_body(("plain",)).get_content()
        assert all(f"公司{number}" in text for number in range(3))
        assert session.scalars(select(Notice.sent_at)).all() == [now] * 3

    def test_sends_a_summary_with_a_way_out_of_summaries(self, files, now, session):
        lin = make_borrower(email="lin@example.com")
        for subject in (Subject.TALKS, Subject.MONEY):
            session.add(
                Preference(
                    account_id=lin.id,
                    subject=subject,
                    channel=Channel.MAIL,
                    manner=Manner.DIGEST,
                    changed_at=now,
                )
            )
        session.commit()
        known = {"now": now, "path": "/x", "case": make_case()}
        for kind in ("offer_rejected", "payment_confirmed"):
            tell_people([by_mail(lin)], kind, key=kind, **known, amount_fen=1)
        session.commit()
        deliver_notices(now + timedelta(minutes=5))
        assert [path for path in files() if read_to(path) == lin.email] == []
        deliver_notices(now + timedelta(hours=21))
        [path] = [path for path in files() if read_to(path) == lin.email]
        assert read(path)["Subject"] == "您有 2 条新消息"
        assert read(path)["List-Unsubscribe"].endswith(f"/unsubscribe/{leave_of(lin.id)}>")

    def test_sends_the_rest_of_a_parcel_of_which_one_cannot_be_read(
        self, write, files, now, session
    ):
        for number in range(3):
            write(
                "invitation",
                key=f"k{number}",
                organisation="公司",
                name="林",
                role_word="role.officer",
                path="/x",
            )
        first = min(session.scalars(select(Notice.id)))
        session.execute(update(Notice).where(Notice.id == first).values(_facts=b"nonsense"))
        session.commit()
        assert deliver_notices(now) == (3, 1)
        [path] = files()
        assert read(path)["Message-ID"].startswith(f"<{first}@")
        assert read(path)["Subject"] == "您有 2 条新消息"
        assert session.scalars(select(Notice.id).where(Notice.gave_up_at == now)).all() == [first]

    def test_holds_no_transaction_open_while_handing_over(self, write, now, session, monkeypatch):
        open_ones = []
        for number in range(3):
            write(key=f"k{number}")
        monkeypatch.setattr("mediation.jobs.notices.A_MOMENT", 0)
        monkeypatch.setattr(
            "mediation.jobs.notices.hand_over",
            lambda post: open_ones.append(db.session.registry().in_transaction()),
        )
        assert deliver_notices(now) == (3, 0)
        assert open_ones == [False] * 3

    def test_marks_by_itself_what_would_come_twice(self, write, now, session, monkeypatch):
        for number in range(3):
            write(key=f"k{number}", recipient=f"a{number}@example.com")
        marked = []

        def look(_post):
            sent = select(func.count()).select_from(Notice).where(Notice.sent_at.is_not(None))
            marked.append(session.scalar(sent))

        monkeypatch.setattr("mediation.jobs.notices.A_MOMENT", 60)
        monkeypatch.setattr("mediation.jobs.notices.knows_again", lambda channel: False)
        monkeypatch.setattr("mediation.jobs.notices.hand_over", look)
        assert deliver_notices(now) == (3, 0)
        assert marked == [0, 1, 2]

    def test_sends_under_a_lease_of_no_length(self, app, write, files, now, monkeypatch):
        monkeypatch.setitem(app.config, "NOTICE_LEASE_SECONDS", "0")
        monkeypatch.delitem(app.extensions, "courier", raising=False)
        write()
        assert deliver_notices(now) == (1, 0)
        del app.extensions["courier"]

    def test_lets_go_of_what_it_did_not_come_to_in_time(
        self, write, now, session, couriers, monkeypatch
    ):
        slow = couriers()
        for number in range(3):
            write(key=f"k{number}")
        claims = []

        def take_long(post):
            couriers.wait(LEASE / 4)
            claims.append(post.id)

        monkeypatch.setattr("mediation.jobs.notices.hand_over", take_long)
        assert slow.deliver(now) == (3, 0)
        assert len(set(claims)) == 3
        assert len(set(session.scalars(select(Notice.claim_id)))) == 2

    def test_empties_a_full_outbox(self, write, files, now):
        for number in range(120):
            write(key=f"k{number}")
        assert deliver_notices(now).handled == 120
        assert len(files()) == 120


class TestTextMessages:
    def test_hold_no_more_than_their_own_words(self, write, files, now):
        write(channel="sms", recipient="+8613800001234")
        deliver_notices(now)
        [path] = files()
        assert path.name.endswith(".sms.txt")
        assert path.read_text().startswith("+8613800001234\n\n【调解服务】验证码 402817")

    def test_say_nothing_of_debt_lender_or_stage(self, write, files, now):
        write(
            "case_closed",
            channel="sms",
            recipient="+8613800001234",
            reference="M2026-7K3PQ9XD",
            outcome_word="outcome.withdrawn",
            mediator="林静",
            path="/x",
        )
        deliver_notices(now)
        text = files()[0].read_text()
        assert "有一条新消息" in text
        assert not any(word in text for word in ("M2026", "林静", "贷", "债", "案"))


class TestHeaders:
    @pytest.mark.parametrize(
        "hostile",
        [
            "=?utf-8?q?=0d=0aBcc:_x@y.example?= hello",
            "hello\r\nBcc: x@y.example",
            "hello\u2028Bcc: x@y.example",
            "hello\x0b\x0c\x85Bcc: x@y.example",
            "a" * 5000,
        ],
    )
    def test_carry_no_header_of_somebody_elses_making(self, write, files, now, hostile):
        write("invitation", organisation=hostile, name="林", role_word="role.officer", path="/x")
        deliver_notices(now)
        message = read(files()[0])
        assert message["Bcc"] is None
        assert len(message.keys()) == len(set(message.keys()))
        assert len(message["Subject"]) <= mime.LONGEST_HEADER

    def test_reach_one_recipient_only(self, write, files, now):
        write(recipient="a@example.com, b@example.com")
        assert deliver_notices(now).failed == 1
        assert files() == []


def test_the_scheduler_empties_the_outbox_at_every_tick(app, write, files, now):
    class Unhurried:
        def submit(self, run, *arguments):
            run(*arguments)

    scheduler = Scheduler(app)
    scheduler.schedule = [Job(deliver_notices, at=ALWAYS)]
    scheduler.pool = Unhurried()
    for number in range(2):
        write(key=f"k{number}")
        scheduler.tick()
    assert len(files()) == 2
