"""Calls to a company's computers: who they are from, where they go, and where they never go."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import pytest

from mediation.gateways import calls, webhooks
from mediation.gateways.post import Post, Undeliverable
from mediation.gateways.signing import new_secret
from tests.world.certificates import certified
from tests.world.web_server import serving

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
POST = Post(
    id=7250000000000000001,
    channel="webhook",
    recipient="https://here.example/hook",
    subject="",
    body='{"kind": "case_closed", "case": "M2026-7K3PQ9XD"}',
    written_at=datetime(2026, 3, 4, 4, 0, tzinfo=UTC),
    language="zh-CN",
    secret=SECRET,
)


@pytest.fixture
def web(tmp_path, monkeypatch):
    context, trusted = certified(tmp_path, name="here.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with serving(context) as server:
        yield server


@pytest.fixture
def leads_to(monkeypatch):
    """Let every name lead to these addresses, one list after the other."""

    def settle(*answers):
        asked = []

        def look_up(host, port):
            asked.append(host)
            return list(answers[min(len(asked), len(answers)) - 1])

        monkeypatch.setattr(webhooks, "look_up", look_up)
        return asked

    return settle


@pytest.fixture
def dialled(monkeypatch):
    """To which addresses connections were tried; none is made."""
    numbers = []

    def connect(address, _timeout):
        numbers.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(calls.socket, "create_connection", connect)
    return numbers


def send(post=POST, *, private=False):
    webhooks.send(post, private=private)


class TestCall:
    @pytest.fixture
    def post(self, web, leads_to):
        leads_to(["127.0.0.1"])
        return POST._replace(recipient=f"https://here.example:{web.port}/hook?of=us")

    def test_is_signed_so_that_the_company_knows_us(self, web, post):
        send(post, private=True)
        [call] = web.calls
        told = call.headers
        signed = f"{told['webhook-id']}.{told['webhook-timestamp']}.".encode() + call.body
        key = base64.b64decode(SECRET.removeprefix("whsec_"))
        proof = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        assert told["webhook-signature"] == f"v1,{proof}"
        assert told["webhook-id"] == "7250000000000000001"
        assert call.body.decode() == POST.body
        assert call.path == "/hook?of=us"

    def test_keeps_the_name_whatever_address_it_goes_to(self, web, post):
        """The certificate is for the name alone, and the server hears the name."""
        send(post, private=True)
        assert web.calls[0].headers["Host"] == f"here.example:{web.port}"

    def test_is_not_taken_elsewhere(self, web, post):
        web.status, web.headers = 302, {"Location": f"{web.url}/elsewhere"}
        with pytest.raises(OSError, match="answered 302"):
            send(post, private=True)
        assert [call.path for call in web.calls] == ["/hook?of=us"]

    def test_that_nobody_wants_any_more_ends(self, web, post):
        web.status = 410
        with pytest.raises(Undeliverable, match="gone"):
            send(post, private=True)

    def test_that_fails_is_tried_again(self, web, post):
        web.status = 500
        with pytest.raises(OSError, match="answered 500"):
            send(post, private=True)

    def test_is_cut_off_in_time(self, web, post, monkeypatch):
        monkeypatch.setattr(webhooks, "PATIENCE", 0.2)
        web.respond = web.drip
        with pytest.raises(OSError):  # noqa: PT011 - any kind, as the job takes it
            send(post, private=True)

    def test_speaks_http_in_the_same_house_alone(self, leads_to):
        leads_to(["127.0.0.1"])
        with serving() as web:
            post = POST._replace(recipient=f"{web.url}/hook")
            send(post, private=True)
            with pytest.raises(Undeliverable, match="forbidden_address"):
                send(post)
        assert len(web.calls) == 1


class TestWhereItGoes:
    @pytest.mark.parametrize(
        "addresses",
        [
            ["127.0.0.1"],
            ["::1"],
            ["::ffff:127.0.0.1"],
            ["64:ff9b::7f00:1"],
            ["2002:7f00:1::"],
            ["169.254.169.254"],
            ["100.64.0.1"],
            ["fe80::1%2"],
            ["1.1.1.1", "10.0.0.1"],
        ],
    )
    def test_is_never_indoors(self, leads_to, dialled, addresses):
        leads_to(addresses)
        with pytest.raises(Undeliverable, match="forbidden_address"):
            send()
        assert dialled == []

    @pytest.mark.parametrize("url", ["https://0x7f.1/", "https://[::1]/", "http://here.example/"])
    def test_is_no_odd_address(self, leads_to, dialled, url):
        leads_to(["1.1.1.1"])
        with pytest.raises(Undeliverable, match="forbidden_address"):
            send(POST._replace(recipient=url))
        assert dialled == []

    def test_is_the_very_address_that_was_judged(self, leads_to, dialled):
        """A name that leads outdoors when it is judged and indoors a moment later."""
        asked = leads_to(["1.1.1.1"], ["127.0.0.1"])
        with pytest.raises(ConnectionRefusedError):
            send()
        assert asked == ["here.example"]
        assert dialled == [("1.1.1.1", 443)]

    def test_is_what_the_machine_finds_under_a_name(self):
        assert set(webhooks.look_up("localhost", 443)) <= {"127.0.0.1", "::1"}


def test_every_secret_is_new_and_long():
    one, two = new_secret(), new_secret()
    assert one != two
    assert len(base64.b64decode(one.removeprefix("whsec_"))) == 32
