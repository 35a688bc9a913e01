"""What every answer tells the browser."""

import pytest
from flask import Response, session

from tests.web.house import small_house


@pytest.fixture
def client():
    return small_house().test_client()


def policy(response):
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


class TestThePolicy:
    def test_allows_scripts_and_styles_of_ours_alone(self, client):
        found = policy(client.get("/"))
        assert found["default-src"] == found["script-src"] == found["style-src"] == ["'self'"]
        assert found["object-src"] == found["base-uri"] == found["frame-ancestors"] == ["'none'"]
        assert found["form-action"] == ["'self'"]
        assert "unsafe" not in str(found)

    @pytest.mark.parametrize("path", ["/", "/nowhere", "/privacy"])
    def test_stands_on_every_answer(self, client, path):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert policy(client.get(path))

    def test_gives_way_to_what_a_view_says_itself(self):
        app = small_house()
        answer = Response("x", headers={"Content-Security-Policy": "sandbox"})
        app.add_url_rule("/file", "file", lambda: answer)
        assert app.test_client().get("/file").headers["Content-Security-Policy"] == "sandbox"


class TestEncryptedTransport:
    def test_is_asked_for_behind_https(self):
        client = small_house(base_url="https://mediation.example").test_client()
        assert "max-age=63072000" in client.get("/").headers["Strict-Transport-Security"]

    def test_is_not_asked_for_on_plain_http(self, client):
        assert "Strict-Transport-Security" not in client.get("/").headers


class TestKeeping:
    def test_pages_of_somebody_signed_in_are_kept_nowhere(self, client):
        with client.session_transaction() as kept:
            kept["anything"] = "x"
        assert client.get("/").headers["Cache-Control"] == "no-store"

    def test_pages_for_visitors_are_asked_for_anew(self, client):
        headers = client.get("/privacy").headers
        assert "Set-Cookie" not in headers
        assert headers["Cache-Control"] == "no-cache"
        assert {"Cookie", "Accept-Language"} <= set(headers["Vary"].replace(" ", "").split(","))

    def test_answers_to_a_form_are_kept_nowhere(self, client):
        answer = client.post("/nowhere")
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"

    def test_a_page_that_begins_a_session_is_kept_nowhere(self):
        app = small_house()

        def begin():
            session["x"] = 1
            return "x"

        app.add_url_rule("/begin", "begin", begin)
        assert app.test_client().get("/begin").headers["Cache-Control"] == "no-store"
