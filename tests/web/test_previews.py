"""The administrator's pages of what we write."""

import pytest

from mediation.domain.notices import kinds
from mediation.domain.roles import Role
from tests.factories.accounts import make_member, make_officer

WHERE = "/admin/notices/preview"


@pytest.fixture
def admin(client_of, session):
    return client_of(make_member(Role.ADMIN))


class TestPreviews:
    def test_lists_every_kind_with_its_marks(self, admin):
        text = admin.get(WHERE).text
        assert all(f'href="{WHERE}/{kind}"' in text for kind in kinds())
        row = text.partition(f'href="{WHERE}/password_reset"')[2].partition("</tr>")[0]
        assert "必发" in row
        assert "紧急" in row

    def test_every_kind_has_its_page(self, admin):
        for kind in kinds():
            assert admin.get(f"{WHERE}/{kind}").status_code == 200, kind

    def test_shows_both_languages_and_text_messages(self, admin):
        text = admin.get(f"{WHERE}/contact_code").text
        assert '<section class="card-box" lang="zh-CN">' in text
        assert '<section class="card-box" lang="en">' in text
        assert text.count("402817") >= 4
        assert "作为短信要发 1 条" in text

    def test_shows_the_dressed_form_behind_a_fence(self, admin):
        address = f"{WHERE}/hearing_scheduled/en/html"
        assert f'href="{address}"' in admin.get(f"{WHERE}/hearing_scheduled").text
        answer = admin.get(address)
        assert answer.text.startswith("<!doctype html>")
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert admin.get(f"{WHERE}/hearing_scheduled/fr/html").status_code == 404

    def test_shows_the_appointment(self, admin):
        assert "BEGIN:VCALENDAR" in admin.get(f"{WHERE}/hearing_scheduled").text

    def test_sends_a_test(self, admin, outbox):
        answer = admin.post(f"{WHERE}/case_admitted/test", data={"by": "mail/en"})
        assert (answer.status_code, answer.location) == (303, f"{WHERE}/case_admitted")
        (letter,) = outbox()
        assert letter.subject.startswith("[Test] ")

    @pytest.mark.parametrize("by", ["", "mail", "mail/fr", "pigeon/en", "/"])
    def test_refuses_nonsense(self, admin, by):
        assert admin.post(f"{WHERE}/case_admitted/test", data={"by": by}).status_code == 400

    def test_is_not_there_for_what_is_no_kind(self, admin):
        assert admin.get(f"{WHERE}/nonsense").status_code == 404
        answer = admin.post(f"{WHERE}/nonsense/test", data={"by": "mail/en"})
        assert answer.status_code == 404

    def test_is_for_administrators_alone(self, client_of, session):
        client = client_of(make_officer())
        assert client.get(WHERE).status_code == 403
        assert client.post(f"{WHERE}/case_admitted/test", data={"by": "mail/en"}).status_code == 403
