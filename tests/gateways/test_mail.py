"""Handing mails to a server: what it receives, and what happens when it does not answer."""

import email
import email.policy
import socketserver
import threading
from datetime import UTC, datetime

import pytest

from mediation.gateways import channels, outbox
from mediation.gateways.channels import hand_over, init_channels
from mediation.gateways.mail import header
from mediation.gateways.post import Post

POST = Post(
    id=7250000000000000001,
    channel="mail",
    recipient="lin@example.com",
    subject="您的验证码",
    body="验证码：402817\n.\n一行只有一个点",
    written_at=datetime(2026, 3, 4, 4, 0, tzinfo=UTC),
    language="zh-CN",
)


class Sink(socketserver.StreamRequestHandler):
    """As much of a mail server as one message needs; it keeps what it hears."""

    def handle(self):
        self.say("220 sink")
        while line := self.rfile.readline().decode().strip():
            self.server.heard.append(line)
            if line.upper() == "DATA":
                self.say("354 go on")
                self.server.mails.append(self.read_mail())
                self.say("250 kept")
            elif line.upper() == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def read_mail(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        return email.message_from_bytes(b"".join(lines), policy=email.policy.default)


@pytest.fixture
def office(tmp_path):
    """Settings for the time of one test: `office(MAIL_URL=…)`."""
    before = dict(channels._channels)

    def settle(**settings):
        settings = {"MAIL_URL": "", "SMS_URL": "", **settings}
        init_channels({"BASE_URL": "https://tiaojie.example", **settings}, tmp_path)
        return tmp_path / "outbox"

    yield settle
    channels._channels.update(before)


@pytest.fixture
def sink():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Sink) as server:
        server.heard, server.mails = [], []
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def address(sink):
    return f"smtp://127.0.0.1:{sink.server_address[1]}?from=hello@tiaojie.example"


class TestServer:
    def test_receives_the_mail_as_it_was_written(self, office, sink):
        outbox = office(MAIL_URL=address(sink))
        hand_over(POST)
        [received] = sink.mails
        assert received["Subject"] == "您的验证码"
        assert received["From"] == "hello@tiaojie.example"
        assert received["Message-ID"] == "<7250000000000000001@tiaojie.example>"
        assert received.get_content().splitlines() == POST.body.splitlines()
        assert not outbox.exists()

    def test_is_given_one_recipient(self, office, sink):
        office(MAIL_URL=address(sink))
        hand_over(POST)
        recipients = [line for line in sink.heard if line.lower().startswith("rcpt")]
        assert len(recipients) == 1
        assert "lin@example.com" in recipients[0]

    def test_that_is_not_there_is_an_error(self, office, sink):
        office(MAIL_URL="smtp://127.0.0.1:1")
        with pytest.raises(OSError):  # noqa: PT011 - any kind, as the job takes it
            hand_over(POST)

    def test_is_given_no_text_messages(self, office, sink):
        outbox = office(MAIL_URL=address(sink))
        hand_over(POST._replace(channel="sms", recipient="+8613800001234"))
        assert sink.mails == []
        assert len(list(outbox.iterdir())) == 1


class TestFiles:
    def test_are_whole_or_not_there(self, office, monkeypatch):
        kept = office()

        def die(*_arguments):
            raise OSError("the disk is full")

        with monkeypatch.context() as patch:
            patch.setattr(outbox.os, "replace", die)
            with pytest.raises(OSError, match="full"):
                hand_over(POST)
        assert not list(kept.glob("[!.]*"))
        hand_over(POST)
        assert len(list(kept.glob("[!.]*"))) == 1

    def test_say_who_they_are_from(self, office):
        outbox = office()
        hand_over(POST)
        [path] = outbox.iterdir()
        assert b"From: no-reply@tiaojie.example" in path.read_bytes()


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("您的验证码", "您的验证码"),
        ("a\r\nBcc: b", "a Bcc: b"),
        ("a\u2028b\x85c\x0bd\x00e", "a b c d e"),
        ("=?utf-8?q?=0d=0aBcc:_x?=", "= ?utf-8?q?=0d=0aBcc:_x?="),
        ("  a   b  ", "a b"),
        ("a" * 900, "a" * 200),
    ],
)
def test_a_header_is_one_plain_line(text, fit):
    assert header(text) == fit
