"""Every request is numbered, and its line in the log tells nothing of anybody."""

import logging

import pytest


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, logger="mediation.web.requests")
    return lambda: [record.facts for record in caplog.records if record.message == "request"]


def test_every_answer_carries_its_own_number(client):
    numbers = {client.get("/healthz").headers["X-Request-ID"] for _ in range(3)}
    assert len(numbers) == 3


def test_the_line_names_page_status_and_length(client, lines):
    client.get("/healthz")
    [line] = lines()
    assert line["page"] == "health.process"
    assert (line["method"], line["status"]) == ("GET", 200)
    assert line["ms"] >= 0


def test_a_stranger_is_logged_without_what_he_asked(client, lines):
    client.get("/invitations/SECRETKEY?phone=13800138000")
    [line] = lines()
    assert "SECRET" not in str(line)
    assert "138" not in str({**line, "ms": 0})
