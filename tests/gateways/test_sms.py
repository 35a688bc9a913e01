"""Text messages to a gateway: what it receives, how it knows us, and what its answers mean."""

import hashlib
import hmac
import json
import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from mediation.gateways import aliyun, calls, sms
from mediation.gateways.post import Post, Undeliverable
from mediation.gateways.sms import gateway_of, sender_of
from tests.world.certificates import certified
from tests.world.web_server import serving

POST = Post(
    id=7250000000000000001,
    channel="sms",
    recipient="+8613800001234",
    subject="",
    body="【调解服务】验证码 402817，10 分钟内有效。",
    written_at=datetime(2026, 3, 4, 4, 0, tzinfo=UTC),
    language="zh-CN",
    code="K7QX2M4P",
    one_time="402817",
)


@pytest.fixture
def web(tmp_path, monkeypatch):
    context, trusted = certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with serving(context) as server:
        yield server


@pytest.fixture
def send(web, tmp_path):
    """Hand over a message to the gateway of our own form."""
    return sender_of({"SMS_URL": f"{web.url}/in?v=2&key=ours&secret=s%2Fcret"}, tmp_path)


@pytest.fixture
def send_by_aliyun(web, tmp_path):
    url = f"aliyun://KEY:s%2Fcret@127.0.0.1:{web.port}?sign=调解&template=SMS_1&code_template=SMS_2"
    return sender_of({"SMS_URL": url}, tmp_path)


class TestOurForm:
    def test_is_signed_so_that_the_gateway_knows_us(self, web, send):
        send(POST)
        [call] = web.calls
        told = call.headers
        signed = f"{told['Mediation-Timestamp']}.{told['Mediation-Nonce']}.".encode() + call.body
        proof = hmac.new(b"s/cret", signed, hashlib.sha256).hexdigest()
        assert told["Mediation-Signature"] == f"v1={proof}"
        assert told["Mediation-Key"] == "ours"
        assert int(told["Mediation-Timestamp"]) > 1_700_000_000
        assert call.path == "/in?v=2"

    def test_says_what_to_send(self, web, send):
        send(POST)
        assert web.calls[0].json == {
            "id": "7250000000000000001",
            "to": "+8613800001234",
            "text": POST.body,
            "parts": 1,
            "language": "zh-CN",
        }

    def test_has_one_number_however_often_it_is_tried(self, web, send):
        send(POST)
        send(POST)
        one, two = (call.headers for call in web.calls)
        assert one["Idempotency-Key"] == two["Idempotency-Key"] == "7250000000000000001"
        assert one["Mediation-Nonce"] != two["Mediation-Nonce"]

    def test_taken_before_is_taken(self, web, send):
        web.status = 409
        send(POST)

    def test_a_dead_number_is_told_for_ever(self, web, send):
        web.status, web.answer = 422, b'{"error": "dead_number"}'
        with pytest.raises(Undeliverable, match="dead_number"):
            send(POST)

    @pytest.mark.parametrize(
        ("status", "answer"),
        [
            (500, b"<html>dead_number</html>"),
            (403, b'{"error": "signature"}'),
            (429, b"[]"),
            (302, b""),
        ],
    )
    def test_all_else_is_tried_again(self, web, send, status, answer):
        web.status, web.answer = status, answer
        web.headers = {"Location": f"{web.url}/elsewhere"}
        with pytest.raises(OSError, match=f"answered {status}"):
            send(POST)
        assert len(web.calls) == 1

    def test_a_server_that_never_ends_is_cut_off(self, web, send, monkeypatch):
        monkeypatch.setattr(sms, "PATIENCE", 0.2)
        web.respond = web.drip
        with pytest.raises(OSError):  # noqa: PT011 - any kind, as the job takes it
            send(POST)

    def test_no_more_is_read_than_anybody_would_say(self, web, send, monkeypatch):
        web.answer = b"x" * (calls.LONGEST_ANSWER * 3)
        send(POST)

    def test_a_server_that_is_not_who_it_says_hears_nothing(self, web, send, monkeypatch):
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(OSError, match="certificate"):
            send(POST)
        assert web.calls == []


class TestAliyun:
    def test_signs_as_its_documentation_does(self):
        """The example with fixed values of Aliyun's page on its third procedure."""
        gateway = aliyun.Gateway(
            "ecs.cn-shanghai.aliyuncs.com", "YourAccessKeyId", "YourAccessKeySecret", "", "", ""
        )
        query = {
            "RegionId": "cn-shanghai",
            "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        }
        headers = aliyun.signed(
            gateway,
            "RunInstances",
            "2014-05-26",
            query,
            at=datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
            once="3156853299f313e23d1673dc12e1703d",
        )
        assert headers["Authorization"] == (
            "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
            "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature="
            "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
        )

    def test_is_sent_what_its_templates_need(self, web, send_by_aliyun):
        send_by_aliyun(POST)
        [call] = web.calls
        told = {name: values[0] for name, values in parse_qs(urlsplit(call.path).query).items()}
        assert json.loads(told.pop("TemplateParam")) == {
            "code": "402817",
            "text": "验证码 402817，10 分钟内有效。",
        }
        assert told == {
            "PhoneNumbers": "13800001234",
            "SignName": "调解",
            "TemplateCode": "SMS_2",
            "OutId": "7250000000000000001",
        }
        assert call.headers["host"] == f"127.0.0.1:{web.port}"
        assert call.headers["x-acs-action"] == "SendSms"
        assert call.headers["x-acs-version"] == "2017-05-25"

    def test_signs_what_it_sends(self, web, send_by_aliyun):
        """Reckoned once more from what arrived, step by step as the documentation has it."""
        send_by_aliyun(POST)
        [call] = web.calls
        names = re.search(r"SignedHeaders=([^,]+)", call.headers["Authorization"])[1]
        request = "POST\n/\n" + call.path.removeprefix("/?") + "\n"
        for name in names.split(";"):
            request += f"{name}:{call.headers[name]}\n"
        request += f"\n{names}\n{hashlib.sha256(call.body).hexdigest()}"
        told = "ACS3-HMAC-SHA256\n" + hashlib.sha256(request.encode()).hexdigest()
        proof = hmac.new(b"s/cret", told.encode(), hashlib.sha256).hexdigest()
        assert call.headers["Authorization"].endswith(f"Signature={proof}")

    def test_news_go_by_the_other_template_with_the_code_of_the_message(self, web, send_by_aliyun):
        send_by_aliyun(POST._replace(one_time="", body="【调解服务】您有一条新消息。"))
        told = parse_qs(urlsplit(web.calls[0].path).query)
        assert told["TemplateCode"] == ["SMS_1"]
        assert json.loads(told["TemplateParam"][0])["code"] == "K7QX2M4P"

    def test_knows_dead_numbers(self, web, send_by_aliyun):
        web.answer = b'{"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "13800001234"}'
        with pytest.raises(Undeliverable, match="dead_number"):
            send_by_aliyun(POST)

    @pytest.mark.parametrize(
        "answer",
        [
            b'{"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "13800001234"}',
            b'{"Code": "to 13800001234"}',
            b'{"Code": 7}',
            b"<html>13800001234</html>",
        ],
    )
    def test_tells_nothing_of_a_person_where_it_failed(self, web, send_by_aliyun, answer):
        web.answer = answer
        with pytest.raises(OSError, match="Aliyun answered 200") as failure:
            send_by_aliyun(POST)
        assert "13800001234" not in str(failure.value)


class TestAddresses:
    @pytest.mark.parametrize(
        ("url", "words"),
        [
            ("ftp://sms.example?key=k&secret=s", "no https"),
            ("https://?key=k&secret=s", "no https"),
            ("https://sms.example/in?key=k", "secret is missing"),
            ("aliyun://KEY@dysmsapi.aliyuncs.com?sign=x&template=SMS_1", "secret is missing"),
            ("aliyun://KEY:s@dysmsapi.aliyuncs.com?template=SMS_1", "sign= or template="),
            ("aliyun://KEY:s@?sign=x&template=SMS_1", "server is missing"),
        ],
    )
    def test_that_name_no_gateway_say_why(self, url, words):
        with pytest.raises(ValueError, match=words):
            gateway_of(url)

    def test_that_name_no_gateway_keep_messages_waiting(self, tmp_path):
        with pytest.raises(OSError, match="SMS_URL"):
            sender_of({"SMS_URL": "https://sms.example/in?key=k"}, tmp_path)(POST)

    def test_keep_the_secret_out_of_the_path(self):
        gateway = gateway_of("https://sms.example/in?v=2&key=k&secret=s")
        assert gateway == sms.Gateway("https://sms.example/in?v=2", "k", "s")
