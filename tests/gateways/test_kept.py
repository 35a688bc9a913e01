"""Reading messages from their files, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from mediation.gateways.kept import newest, one
from mediation.gateways.mail import sender_of
from mediation.gateways.post import Post
from mediation.gateways.sms import sender_of as sms_sender_of

SETTINGS = {"BASE_URL": "https://tiaojie.example", "MAIL_URL": "", "SMS_URL": ""}
POST = Post(
    id=7250000000000000001,
    channel="mail",
    recipient="lin@example.com",
    subject="您的案件有进展",
    body="调解员约了时间。",
    written_at=datetime(2026, 3, 4, 4, 0, tzinfo=UTC),
    language="zh-CN",
    html="<p>调解员约了<b>时间</b>。</p>",
    calendar=b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n",
)


@pytest.fixture
def folder(tmp_path):
    outbox = tmp_path / "outbox"
    sender_of(SETTINGS, outbox)(POST)
    later = POST.written_at + timedelta(minutes=1)
    number = POST._replace(id=POST.id + 1, channel="sms", recipient="+8613800001234")
    sms_sender_of(SETTINGS, outbox)(number._replace(body="【调解】您有新消息", written_at=later))
    (tmp_path / "secret").write_text("a secret")
    (outbox / "notes.txt").write_text("of somebody")
    (outbox / "20260304T040000Z-1.eml").symlink_to(tmp_path / "secret")
    return outbox


def test_reads_every_form_of_a_mail(folder):
    mail = newest(folder, most=9)[1]
    assert (mail.to, mail.subject) == ("lin@example.com", "您的案件有进展")
    assert mail.text.strip() == "调解员约了时间。"
    assert "<b>时间</b>" in mail.html
    assert "METHOD:REQUEST" in mail.calendar
    assert mail.language == "zh-CN"


def test_reads_a_text_message(folder):
    message = newest(folder, most=9)[0]
    assert (message.to, message.text) == ("+8613800001234", "【调解】您有新消息")
    assert not message.is_mail
    assert message.language == "zh-CN"


def test_goes_on_by_name(folder):
    first, second = newest(folder, most=9)
    assert newest(folder, most=1) == [first]
    assert newest(folder, before=first.name, most=9) == [second]
    assert newest(folder / "nowhere", most=9) == []


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "..",
        "",
        "notes.txt",
        "/etc/passwd",
        "20260304T040000Z-1.eml",
        "20260304T040000Z-2.eml",
        "20260304T040000Z-7250000000000000001.eml/../../secret",
        "20260304T040000Z-7250000000000000001.eml\n",
    ],
)
def test_opens_nothing_else(folder, name):
    assert one(folder, name) is None
