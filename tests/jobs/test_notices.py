"""Emptying the outbox: what leaves, in whose words, and how often."""

import email
import stat
from datetime import timedelta
from email.policy import default

import pytest

from mediation.gateways import mime
from mediation.jobs.notices import Courier, deliver_notices
from mediation.jobs.scheduler import Scheduler
from mediation.jobs.timetable import ALWAYS, Job
from mediation.services.notices import tell
from mediation.transaction import transaction

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


class TestDeliverNotices:
    def test_writes_a_file_for_each_mail(self, write, files, now):
        write()
        assert deliver_notices(now).handled == 1
        [path] = files()
        message = read(path)
        assert path.name.startswith("20260304T040000Z-")
        assert message["To"] == "lin@example.com"
        assert message["Subject"] == "您的验证码"
        assert "402817" in message.get_content()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

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
            "invitation",
            channel="sms",
            recipient="+8613800001234",
            organisation="禾渡消费金融",
            name="林静",
            role_word="role.officer",
            path="/x",
        )
        deliver_notices(now)
        text = files()[0].read_text()
        assert "有一条新消息" in text
        assert not any(word in text for word in ("禾渡", "林静", "贷", "债", "案"))


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
