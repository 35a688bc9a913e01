"""Handing mails to a real server: what it receives, and what becomes of what it refuses."""

import email
import email.policy
from datetime import UTC, datetime

import pytest

from mediation.gateways import channels, outbox
from mediation.gateways.channels import hand_over, init_channels
from mediation.gateways.mime import header
from mediation.gateways.post import Post, Undeliverable
from tests.world.certificates import certified
from tests.world.post_office import open_office

POST = Post(
    id=7250000000000000001,
    channel="mail",
    recipient="lin@example.com",
    subject="您的验证码",
    body="验证码：402817\n.\n一行只有一个点",
    written_at=datetime(2026, 3, 4, 4, 0, tzinfo=UTC),
    language="zh-CN",
)
HEARING = POST._replace(
    recipient="zhou@example.com",
    subject="A date to keep",
    body="On Thursday at ten.\nIf you do nothing, it takes place without you.",
    language="en",
    html="<p>On <b>Thursday</b> at ten.</p>",
    calendar=b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n",
    thread="MZXW6YTB",
)
LONG_DOMAIN = "the-mediation-centre-of-a-city-with-a-long-name.tiaojie.example.org"


@pytest.fixture
def office(tmp_path):
    """Settings for the time of one test: `office(MAIL_URL=…)`."""
    before = dict(channels._channels)

    def settle(**settings):
        known = {"BASE_URL": "https://tiaojie.example", "MAIL_URL": "", "SMS_URL": ""}
        init_channels({"WEBHOOKS_PRIVATE": "", **known, **settings}, tmp_path)
        return tmp_path / "outbox"

    yield settle
    channels._channels.update(before)


@pytest.fixture
def clerk(office):
    with open_office(auth_require_tls=False) as clerk:
        office(MAIL_URL=clerk.url)
        yield clerk


class TestServer:
    def test_receives_a_chinese_mail_as_it_was_written(self, clerk, tmp_path):
        hand_over(POST)
        [received] = clerk.mails
        assert received["Subject"] == "您的验证码"
        assert received["From"] == "hello@tiaojie.example"
        assert received["Message-ID"] == "<7250000000000000001@tiaojie.example>"
        assert received["Date"].datetime == POST.written_at
        assert received["Content-Language"] == "zh-CN"
        assert received["Auto-Submitted"] == "auto-generated"
        assert received.get_content().splitlines() == POST.body.splitlines()
        assert not (tmp_path / "outbox").exists()

    def test_receives_an_english_one_with_html_and_calendar(self, clerk):
        hand_over(HEARING)
        [received] = clerk.mails
        text, html, calendar = received.iter_parts()
        assert received.get_content_type() == "multipart/alternative"
        assert received["Content-Language"] == "en"
        assert text.get_content().splitlines() == HEARING.body.splitlines()
        assert html.get_content().strip() == HEARING.html
        assert calendar.get_content_type() == "text/calendar"
        assert calendar["Content-Type"].params["method"] == "REQUEST"
        assert calendar.get_content().splitlines() == HEARING.calendar.decode().splitlines()

    def test_is_given_one_recipient(self, clerk):
        hand_over(POST)
        assert clerk.envelopes == [(["lin@example.com"], False)]

    def test_is_given_a_foreign_domain_in_letters_it_knows(self, clerk):
        hand_over(POST._replace(recipient="lin@例子.中国"))
        assert clerk.envelopes[0][0] == ["lin@xn--fsqu00a.xn--fiqs8s"]

    def test_is_shown_who_sends(self, office, clerk):
        office(MAIL_URL=clerk.url.replace("//", "//post%40tiaojie:p%2Fw@"))
        hand_over(POST)
        assert clerk.users == [("post@tiaojie", "p/w")]

    def test_is_given_no_text_messages(self, clerk, tmp_path):
        hand_over(POST._replace(channel="sms", recipient="+8613800001234"))
        assert clerk.mails == []
        assert len(list((tmp_path / "outbox").iterdir())) == 1


class TestHeaders:
    def test_lay_the_mails_of_a_case_together(self, clerk):
        hand_over(HEARING)
        hand_over(HEARING._replace(id=7250000000000000002))
        first, second = clerk.mails
        assert first["Message-ID"] != second["Message-ID"]
        assert first["References"] == first["In-Reply-To"] == second["References"]
        assert first["References"] == "<thread.MZXW6YTB@tiaojie.example>"

    def test_stay_whole_however_long_a_name_is(self, office, clerk):
        office(MAIL_URL=clerk.url, BASE_URL=f"https://{LONG_DOMAIN}")
        url = f"https://{LONG_DOMAIN}/unsubscribe/" + "a1B2" * 30
        hand_over(HEARING._replace(unsubscribe=url))
        [received] = clerk.mails
        assert b"=?" not in clerk.written[0]
        assert received["References"] == f"<thread.MZXW6YTB@{LONG_DOMAIN}>"
        assert received["Message-ID"] == f"<7250000000000000001@{LONG_DOMAIN}>"
        assert received["List-Unsubscribe"] == f"<{url}>"
        assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_offer_to_unsubscribe_from_digests_alone(self, clerk):
        hand_over(POST)
        assert clerk.mails[0]["List-Unsubscribe"] is None
        assert clerk.mails[0]["References"] is None

    @pytest.mark.parametrize("field", ["subject", "language", "thread", "unsubscribe"])
    def test_hold_no_line_of_somebody_elses_making(self, clerk, field):
        hand_over(HEARING._replace(**{field: "a>\r\nBcc: x@y.example\r\n\r\nbody"}))
        [received] = clerk.mails
        assert received["Bcc"] is None
        assert received.get_content_type() == "multipart/alternative"
        assert clerk.envelopes[0][0] == ["zhou@example.com"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("answer", "reason"),
        [
            ("550 no such user here", "no_such_address"),
            ("550 5.1.1 unknown", "no_such_address"),
            ("550 5.2.1 this mailbox is closed", "refused_address"),
        ],
    )
    def test_for_ever(self, clerk, answer, reason):
        clerk.refused["lin@example.com"] = answer
        with pytest.raises(Undeliverable) as undeliverable:
            hand_over(POST)
        assert undeliverable.value.reason == reason
        assert clerk.mails == []

    @pytest.mark.parametrize(
        "answer",
        [
            "451 4.7.1 greylisted, come again",
            "552 5.2.2 the mailbox is full",
            "554 5.7.1 relay access denied",
            "550 relay not permitted",
        ],
    )
    def test_of_today(self, clerk, answer):
        clerk.refused["lin@example.com"] = answer
        with pytest.raises(OSError):  # noqa: PT011 - any kind, as the job takes it
            hand_over(POST)

    @pytest.mark.parametrize("answer", ["", "451 later", "554 we think that is spam"])
    def test_once_it_was_read(self, clerk, answer):
        clerk.answer = answer
        with pytest.raises(OSError):  # noqa: PT011 - any kind, as the job takes it
            hand_over(POST)
        clerk.answer = "250 kept"
        hand_over(POST)
        assert len(clerk.mails) == 1

    @pytest.mark.parametrize("farewell", ["", "500 what?"])
    def test_to_say_farewell_do_not_send_a_mail_again(self, clerk, farewell):
        clerk.farewell = farewell
        hand_over(POST)
        assert len(clerk.mails) == 1

    @pytest.mark.parametrize("recipient", ["", "lin", "a@b@c", "a@x.example, b@x.example"])
    def test_of_what_is_no_address(self, clerk, recipient):
        with pytest.raises(Undeliverable, match="no_such_address"):
            hand_over(POST._replace(recipient=recipient))

    @pytest.mark.parametrize("url", ["smtp://127.0.0.1:1", "smtps://127.0.0.1:1", "ftp://x"])
    def test_by_nobody(self, office, url):
        office(MAIL_URL=url)
        with pytest.raises(OSError):  # noqa: PT011 - any kind, as the job takes it
            hand_over(POST)


class TestEncryption:
    @pytest.fixture
    def sealed_office(self, office, tmp_path, monkeypatch):
        context, trusted = certified(tmp_path)
        with open_office(tls_context=context, require_starttls=True) as clerk:
            office(MAIL_URL=clerk.url.replace("//", "//post:secret@"))
            yield clerk, lambda: monkeypatch.setenv("SSL_CERT_FILE", str(trusted))

    def test_comes_before_anything_is_said(self, sealed_office):
        clerk, trust = sealed_office
        trust()
        hand_over(POST)
        assert clerk.envelopes == [(["lin@example.com"], True)]
        assert clerk.users == [("post", "secret")]

    def test_is_with_a_server_that_is_who_it_says(self, sealed_office):
        clerk, _ = sealed_office
        with pytest.raises(OSError, match="certificate"):
            hand_over(POST)
        assert clerk.users == []

    def test_or_no_password_is_told(self, office, clerk, monkeypatch):
        monkeypatch.setattr("mediation.gateways.mail.HERE", {"::1"})
        office(MAIL_URL=clerk.url.replace("//", "//post:secret@"))
        with pytest.raises(OSError, match="in the open"):
            hand_over(POST)
        assert clerk.users == []


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

    def test_hold_all_that_a_server_would_receive(self, office):
        kept = office()
        hand_over(HEARING)
        [path] = kept.iterdir()
        written = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert written["From"] == "no-reply@tiaojie.example"
        assert [part.get_content_subtype() for part in written.iter_parts()] == [
            "plain",
            "html",
            "calendar",
        ]


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
