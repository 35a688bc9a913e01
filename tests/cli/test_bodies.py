"""Slow and endless bodies are kept from the application."""

from io import BytesIO

import gevent
import pytest

from mediation.cli import bodies
from mediation.cli.bodies import Paced, Patience, TooSlow


class Dripping:
    """A sender who sends a byte now and then."""

    def __init__(self, pause):
        self.pause = pause

    def read(self, size):
        gevent.sleep(self.pause)
        return b"x"


class Door:
    """What the application was handed, and what was answered."""

    def __init__(self):
        self.bodies = []
        self.status = None
        self.patience = Patience(self.application)

    def application(self, environ, start_response):
        self.bodies.append(environ["wsgi.input"].read())
        start_response("200 OK", [])
        return [b"done"]

    def knock(self, stream, **environ):
        answer = self.patience({"wsgi.input": stream, **environ}, self.start_response)
        assert list(answer)
        return self.status

    def start_response(self, status, headers):
        self.status = status


@pytest.fixture
def door():
    return Door()


@pytest.fixture(autouse=True)
def short_patience(monkeypatch):
    monkeypatch.setattr(bodies, "PATIENCE", 0.03)
    monkeypatch.setattr(bodies, "PIECE_PATIENCE", 0.03)


def test_a_form_is_handed_over_whole(door):
    assert door.knock(BytesIO(b"a=1&b=2 and more"), CONTENT_LENGTH="7") == "200 OK"
    assert door.bodies == [b"a=1&b=2"]


def test_without_a_body_nothing_is_read(door):
    assert door.knock(BytesIO(b""), CONTENT_LENGTH="") == "200 OK"


def test_a_sender_who_leaves_early_sent_what_he_sent(door):
    assert door.knock(BytesIO(b"a=1"), CONTENT_LENGTH="7") == "200 OK"
    assert door.bodies == [b"a=1"]


def test_who_drips_is_sent_away_before_the_application_hears_of_it(door):
    assert door.knock(Dripping(0.01), CONTENT_LENGTH="100") == "408 Request Timeout"
    assert door.bodies == []


def test_a_long_form_has_longer(door, monkeypatch):
    monkeypatch.setattr(bodies, "SLOWEST", 1)
    assert door.knock(Dripping(0.02), CONTENT_LENGTH="4") == "200 OK"


def test_all_forms_together_have_a_limit(door, monkeypatch):
    monkeypatch.setattr(bodies, "HELD", 10)
    assert door.knock(BytesIO(b"x" * 20), CONTENT_LENGTH="20") == "503 Service Unavailable"
    assert door.bodies == []


def test_what_was_held_is_let_go(door, monkeypatch):
    monkeypatch.setattr(bodies, "HELD", 10)
    for _ in range(5):
        assert door.knock(BytesIO(b"x" * 9), CONTENT_LENGTH="9") == "200 OK"
    door.knock(BytesIO(b"x" * 20), CONTENT_LENGTH="20")
    assert door.patience.held == 0


def test_an_upload_streams(door):
    length = bodies.WHOLE + 1
    assert door.knock(BytesIO(b"x" * length), CONTENT_LENGTH=str(length)) == "200 OK"
    assert [len(body) for body in door.bodies] == [length]


@pytest.mark.parametrize(
    "environ", [{"CONTENT_LENGTH": str(10**9)}, {"HTTP_TRANSFER_ENCODING": "chunked"}]
)
def test_an_upload_that_stalls_ends(door, environ):
    with pytest.raises(TooSlow):
        door.knock(Dripping(1), **environ)


class TestPaced:
    def test_reads_as_any_stream(self):
        stream = Paced(BytesIO(b"one\ntwo\nthree"))
        assert stream.read(2) == b"on"
        assert stream.readline() == b"e\n"
        assert stream.readline(2) == b"tw"
        assert stream.read() == b"o\nthree"
        assert stream.read() == b""
        assert stream.read(0) == b""
