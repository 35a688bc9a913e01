"""Refusals and failures, as pages."""

import logging
import re

import pytest
from flask import abort, request
from flask_wtf.csrf import generate_csrf

from mediation.domain.errors import NotFound, NotPermitted, Refused
from mediation.wording.catalogue import catalogue_of
from tests.web.house import small_house


def house_where(act, **options):
    app = small_house(**options)
    app.add_url_rule("/act", "act", act, methods=["GET", "POST"])
    return app.test_client()


def raising(error):
    def act():
        raise error

    return act


class TestRefusals:
    def test_are_told_in_their_own_sentence(self, monkeypatch):
        monkeypatch.setitem(catalogue_of("zh_CN").texts, "refusal.for_a_test", "至少 %(least_fen)s")
        answer = house_where(raising(Refused("for_a_test", least_fen=16800))).get("/act")
        assert answer.status_code == 409
        assert "至少 ¥168.00" in answer.text
        assert "什么都没有改动" in answer.text

    def test_of_the_person_are_not_explained(self):
        answer = house_where(raising(NotPermitted("secret_reason"))).get("/act")
        assert answer.status_code == 403
        assert "您现在的身份不能做这件事" in answer.text
        assert "secret_reason" not in answer.text

    def test_that_hide_something_look_like_nothing_there(self):
        client = house_where(raising(NotFound("case_of_somebody_else")))
        hidden, missing = client.get("/act"), client.get("/nowhere")
        assert hidden.status_code == missing.status_code == 404
        assert hidden.text.replace("/act", "/nowhere") == missing.text


class TestFailures:
    @pytest.mark.parametrize("status", [400, 403, 404, 413, 429])
    @pytest.mark.parametrize("locale", ["zh", "en"])
    def test_are_pages_in_the_readers_language(self, status, locale):
        client = house_where(lambda: abort(status))
        answer = client.get("/act", headers={"Accept-Language": locale})
        assert answer.status_code == status
        heading = re.search(r"<h1>(.+)</h1>", answer.text)[1]
        assert bool(re.search("[一-鿿]", heading)) is (locale == "zh")
        assert f'<p class="code">{status}</p>' in answer.text

    def test_keep_what_http_asks_for(self):
        answer = small_house().test_client().post("/privacy")
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
        assert "什么都没有改动" in answer.text

    def test_of_another_kind_are_pages_too(self):
        answer = house_where(lambda: abort(418)).get("/act")
        assert answer.status_code == 400
        assert "<h1>" in answer.text


class TestForms:
    """A form without the token of its session."""

    @pytest.fixture
    def client(self):
        return house_where(lambda: "done")

    def test_are_refused_kindly_and_give_back_what_was_typed(self, client):
        story = "他们每天打二十个电话，还打给我的母亲和单位，<b>半夜</b>也打。"
        answer = client.post("/act", data={"story": story})
        assert answer.status_code == 400
        assert "再提交一次" in answer.text
        assert story.replace("<b>", "&lt;b&gt;").replace("</b>", "&lt;/b&gt;") in answer.text

    def test_never_give_back_a_secret(self, client):
        secret = "a password longer than twenty signs"
        answer = client.post("/act", data={"password": secret, "new_password": secret})
        assert secret not in answer.text

    def test_are_accepted_with_the_token_of_their_session(self):
        client = house_where(lambda: "done" if request.method == "POST" else generate_csrf())
        token = client.get("/act").text
        assert client.post("/act", data={"csrf_token": token}).text == "done"
        other = client.application.test_client()
        assert other.post("/act", data={"csrf_token": token}).status_code == 400


class TestFaults:
    def test_show_a_number_that_stands_in_the_log(self, caplog):
        client = house_where(raising(ValueError("the cause")))
        with caplog.at_level(logging.ERROR):
            answer = client.get("/act")
        number = re.search(r"E-[0-9A-F]{4}-[0-9A-F]{4}", answer.text)[0]
        assert answer.status_code == 500
        assert f"fault {number}: ValueError at act" in caplog.text
        assert "the cause" in caplog.text
        assert "the cause" not in answer.text

    def test_of_the_asking_itself_still_find_a_page(self):
        app = small_house()
        away = raising(RuntimeError("the database is away"))
        app.login_manager.user_loader(lambda token: away())
        client = app.test_client()
        with client.session_transaction() as kept:
            kept["_user_id"] = "1"
            kept["locale"] = "en"
        answer = client.get("/", headers={"Accept-Language": "en"})
        assert answer.status_code == 500
        assert "Our system failed" in answer.text

    def test_are_not_shown_instead_of_a_test_that_fails(self):
        client = house_where(raising(ValueError("x")), PROPAGATE_EXCEPTIONS=True)
        with pytest.raises(ValueError, match="x"):
            client.get("/act")
