"""The page on which administrators read what would have been sent."""

import pytest

from mediation.domain.roles import Role
from mediation.services.notices import tell
from tests.factories.accounts import make_member, make_officer


@pytest.fixture
def admin(client_of, session):
    return client_of(make_member(Role.ADMIN))


@pytest.fixture
def written(session, outbox, instance, now):
    """The name of the file of a mail that was sent."""
    tell(
        "account_exists",
        key="k",
        channel="mail",
        recipient="lin@example.com",
        locale="zh_CN",
        now=now,
        path="/login",
    )
    outbox()
    (path,) = (instance / "outbox").iterdir()
    return path.name


class TestReading:
    def test_lists_and_shows(self, admin, written):
        text = admin.get("/outbox/files").text
        assert f'href="/outbox/files/{written}"' in text
        assert "lin@example.com" in text
        assert "请直接登录" in admin.get(f"/outbox/files/{written}").text

    def test_is_fenced_where_it_is_dressed(self, admin, written, instance):
        (instance / "outbox" / written).write_bytes(
            b"To: lin@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
            b"Content-Type: text/html; charset=utf-8\r\n\r\n<script>alert(1)</script><p>ok</p>"
        )
        shown = admin.get(f"/outbox/files/{written}").text
        assert "<script>alert" not in shown
        answer = admin.get(f"/outbox/files/{written}/html")
        assert answer.text.startswith("<script>")
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")

    @pytest.mark.parametrize("name", ["..%2Fsecret_key", "..", "secret_key", "x.eml"])
    def test_opens_nothing_else(self, admin, written, name):
        assert admin.get(f"/outbox/files/{name}").status_code == 404
        assert admin.get(f"/outbox/files/{name}/html").status_code == 404

    def test_is_not_there_where_mails_leave(self, app, admin, written, monkeypatch):
        monkeypatch.setitem(app.config, "MAIL_URL", "smtp://localhost")
        for path in ("", f"/{written}", f"/{written}/html"):
            assert admin.get(f"/outbox/files{path}").status_code == 404

    def test_is_for_administrators_alone(self, client, client_of, written):
        assert client_of(make_officer()).get("/outbox/files").status_code == 403
        assert client.get("/outbox/files").status_code == 303
