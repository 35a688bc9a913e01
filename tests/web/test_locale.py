"""Which language a reader gets, and the form that changes it."""

import pytest

from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.web.locale import safe_path
from tests.web.house import small_house

CHINESE = 'lang="zh-CN"'
ENGLISH = 'lang="en"'
READER = Actor(role=Role.COMPLAINANT, name="周念安", locale="en")


def language(client, **options):
    text = client.get("/", **options).text
    return text.partition("<html ")[2].partition(">")[0]


@pytest.fixture
def client():
    return small_house(actors={"1": READER}).test_client()


def sign_in(client):
    with client.session_transaction() as session:
        session["_user_id"] = "1"


class TestWithoutAChoice:
    @pytest.mark.parametrize(
        ("accepted", "found"),
        [
            ("zh-CN,zh;q=0.9", CHINESE),
            ("zh-TW", CHINESE),
            ("en-GB,en;q=0.9,zh;q=0.8", ENGLISH),
            ("fr-FR,en;q=0.7,zh;q=0.3", ENGLISH),
            ("fr", CHINESE),
            ("en;q=0", CHINESE),
            ("*", CHINESE),
            ("", CHINESE),
        ],
    )
    def test_is_the_first_of_the_browsers_that_we_speak(self, client, accepted, found):
        assert language(client, headers={"Accept-Language": accepted}) == found

    def test_is_the_accounts_before_the_browsers(self, client):
        sign_in(client)
        assert language(client, headers={"Accept-Language": "zh"}) == ENGLISH

    def test_is_never_taken_from_the_address(self, client):
        assert 'lang="zh-CN"' in client.get("/?lang=en&locale=en").text


class TestChoosing:
    def choose(self, client, **form):
        headers = form.pop("headers", {})
        return client.post(
            "/language", data={"locale": "en", "next": "/privacy"} | form, headers=headers
        )

    def test_stays_chosen_and_comes_back_to_the_page(self, client):
        answer = self.choose(client)
        assert answer.status_code == 303
        assert answer.location == "/privacy"
        assert language(client) == ENGLISH

    def test_wins_over_the_account(self, client):
        sign_in(client)
        self.choose(client, locale="zh_CN")
        assert language(client) == CHINESE

    def test_is_offered_by_a_button_that_needs_no_script(self, client):
        text = client.get("/privacy?a=1&b=2").text
        assert '<form method="post" action="/language">' in text
        assert 'name="next" value="/privacy?a=1&amp;b=2"' in text
        assert 'name="locale" value="en" lang="en">English</button>' in text

    def test_of_an_unknown_language_is_refused(self, client):
        assert self.choose(client, locale="fr").status_code == 400

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://elsewhere.example"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Origin": "null"},
        ],
    )
    def test_by_another_site_is_refused(self, client, headers):
        answer = self.choose(client, headers=headers)
        assert answer.status_code == 400
        assert "Set-Cookie" not in answer.headers

    def test_from_our_own_page_is_not(self, client):
        own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        assert self.choose(client, headers=own).status_code == 303


@pytest.mark.parametrize(
    "path",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "",
        "/a\r\nSet-Cookie: x=1",
        "/\t/elsewhere.example",
    ],
)
def test_nobody_is_sent_to_another_site(path):
    assert safe_path(path) == "/"


@pytest.mark.parametrize("path", ["/", "/cases/LL-2026-004187?q=1", "/a//b"])
def test_our_own_pages_are_gone_back_to(path):
    assert safe_path(path) == path
