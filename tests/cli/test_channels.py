"""What is set and wrong of mails and text messages is said before anybody waits for them."""

from types import SimpleNamespace

import pytest

from mediation.cli import channels
from mediation.cli.findings import Soon
from tests.world.certificates import certified
from tests.world.post_office import open_office
from tests.world.web_server import serving

PUBLIC = "https://mediation.example"


def found(check, **settings):
    known = {"BASE_URL": "http://127.0.0.1:8000", "MAIL_URL": "", "SMS_URL": "", **settings}
    return list(check(SimpleNamespace(config=known)))


def only(check, words, **settings):
    [finding] = found(check, **settings)
    assert words in finding
    return finding


class TestMail:
    def test_that_is_not_set_is_wrong_where_people_come(self):
        assert found(channels.mail) == []
        only(channels.mail, "MAIL_URL is not set", BASE_URL=PUBLIC)

    def test_that_is_taken_is_well(self):
        with open_office(auth_require_tls=False) as clerk:
            assert found(channels.mail, MAIL_URL=clerk.url) == []
            assert clerk.mails == []

    def test_that_is_no_address(self):
        finding = only(channels.mail, "is no address of a mail server", MAIL_URL="post:secret@x")
        assert "secret" not in finding

    def test_that_nobody_answers(self):
        only(channels.mail, "no mail server answers at 127.0.0.1:1", MAIL_URL="smtp://127.0.0.1:1")

    def test_whose_server_knows_no_such_password(self):
        with open_office(auth_require_tls=False) as clerk:
            clerk.knows = False
            url = clerk.url.replace("//", "//post:secret@")
            finding = only(channels.mail, "refuses the name or the password", MAIL_URL=url)
        assert "secret" not in finding

    def test_whose_server_is_somebody_else(self, tmp_path):
        context, _ = certified(tmp_path)
        with open_office(tls_context=context) as clerk:
            only(channels.mail, "the certificate of 127.0.0.1", MAIL_URL=clerk.url)

    def test_whose_server_wants_a_password_in_the_open(self, monkeypatch):
        monkeypatch.setattr("mediation.gateways.mail.HERE", set())
        with open_office(auth_require_tls=False) as clerk:
            url = clerk.url.replace("//", "//post:secret@")
            only(channels.mail, "offers no encryption", MAIL_URL=url)
        assert clerk.users == []


class TestTextMessages:
    def test_that_are_not_set_are_told_of_where_people_come(self):
        assert found(channels.text_messages) == []
        assert isinstance(only(channels.text_messages, "SMS_URL is not set", BASE_URL=PUBLIC), Soon)

    def test_that_are_taken_are_well(self):
        with serving() as web:
            assert found(channels.text_messages, SMS_URL=f"{web.url}/?key=k&secret=s") == []
            assert web.calls == []

    @pytest.mark.parametrize(
        ("url", "words"),
        [
            ("ftp://sms.example?key=k&secret=s3cret", "no https:// or aliyun:// address"),
            ("https://sms.example/in?key=s3cret", "the secret is missing"),
            ("aliyun://s3cret:s3cret@dysmsapi.aliyuncs.com", "sign= or template= is missing"),
        ],
    )
    def test_that_name_no_gateway(self, url, words):
        assert "s3cret" not in only(channels.text_messages, words, SMS_URL=url)

    @pytest.mark.parametrize(
        "url", ["http://127.0.0.1:1/?key=k&secret=s", "aliyun://k:s@127.0.0.1:1?sign=x&template=y"]
    )
    def test_whose_gateway_does_not_answer(self, url):
        only(channels.text_messages, "no gateway answers at 127.0.0.1", SMS_URL=url)

    def test_whose_gateway_is_somebody_else(self, tmp_path):
        context, _ = certified(tmp_path)
        with serving(context) as web:
            url = f"{web.url}/?key=k&secret=s"
            only(channels.text_messages, "the certificate of 127.0.0.1", SMS_URL=url)

    def test_that_travel_in_the_open(self, monkeypatch):
        monkeypatch.setattr(channels, "HERE", set())
        with serving() as web:
            url = f"{web.url}/?key=k&secret=s"
            only(channels.text_messages, "travel in the open", SMS_URL=url)
