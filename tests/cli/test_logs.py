"""Lines of JSON without anybody's data."""

import json
import logging
import sys

import pytest

from mediation.cli.logs import Line


def written(message, *arguments, facts=None, error=None):
    record = logging.LogRecord("somewhere", logging.INFO, "", 0, message, arguments, error)
    if facts:
        record.facts = facts
    return json.loads(Line().format(record))


def test_a_line_is_json_with_moment_level_and_place():
    line = written("%s is done", "it")
    assert line["message"] == "it is done"
    assert (line["level"], line["from"]) == ("info", "somewhere")
    assert line["at"].endswith("+00:00")


def test_facts_stand_beside_the_message():
    assert written("done", facts={"verb": "lapse", "handled": 3})["handled"] == 3


def test_an_error_is_named_and_traced_on_the_same_line():
    try:
        raise ValueError("wrong")
    except ValueError:
        line = written("failed", error=sys.exc_info())
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["trace"]


def test_a_line_belongs_to_its_request(app):
    with app.test_request_context("/login?email=a@example.com"):
        app.preprocess_request()
        line = written("hello")
    assert len(line["request"]) == 16
    assert "example" not in json.dumps(line)


def test_a_failing_page_is_named_by_its_endpoint(app):
    with app.test_request_context("/healthz"):
        line = written("Exception on /invitations/SECRET [GET]")
    assert line["message"] == "Exception in health.process"


@pytest.mark.parametrize(
    "message",
    ["Invalid request from ip=203.0.113.9: bad", "Error handling request GET /x?phone=138"],
)
def test_what_strangers_send_to_the_server_stays_out(message):
    line = written(message)
    assert line["message"] in {"Invalid request", "Error handling request"}
