"""The page on which a lender's admin has the company's computers called."""

import re

import pytest

from mediation.domain.roles import Role
from mediation.gateways import webhooks
from mediation.queries.webhooks import hook_of
from tests.factories.accounts import make_lender_clerk, make_member
from tests.factories.organisations import make_lender
from tests.world.web_server import serving

PAGE = "/organisation/webhook"
URL = "https://notices.hedu.example/mediation"


@pytest.fixture
def lender(session):
    return make_lender()


@pytest.fixture
def admin(lender, client_of):
    return client_of(make_member(Role.LENDER_ADMIN, lender))


def replaces(page):
    return re.search(r'name="replaces" value="(\d*)"', page.text)[1]


def enter(admin, url=URL):
    return admin.post(PAGE, data={"url": url, "replaces": replaces(admin.get(PAGE))})


class TestOwn:
    def test_tells_the_secret_once(self, admin, lender):
        shown = enter(admin)
        [secret] = re.findall(r"whsec_[\w+/=]{40,}", shown.text)
        assert hook_of(lender.id).secret == secret
        assert "no-store" in shown.headers["Cache-Control"]
        after = admin.get(PAGE)
        assert URL in after.text
        assert secret not in after.text

    def test_replaces(self, admin, lender):
        enter(admin)
        enter(admin, "https://other.hedu.example/")
        assert hook_of(lender.id).url == "https://other.hedu.example/"

    def test_sent_once_more_changes_nothing(self, admin, lender):
        sent = {"url": URL, "replaces": ""}
        admin.post(PAGE, data=sent)
        first = hook_of(lender.id).id
        assert admin.post(PAGE, data=sent).status_code == 409
        assert hook_of(lender.id).id == first

    @pytest.mark.parametrize("url", ["", "http://hedu.example/", "https://127.1/", "https://[::1]"])
    def test_says_beside_the_field_what_is_wrong(self, admin, lender, url):
        page = enter(admin, url)
        assert page.status_code == 200
        assert 'id="url-error"' in page.text
        assert hook_of(lender.id) is None

    def test_ends(self, admin, lender):
        enter(admin)
        assert admin.post(f"{PAGE}/ending").status_code == 303
        assert hook_of(lender.id) is None
        assert admin.post(f"{PAGE}/ending").status_code == 409

    def test_is_for_admins_of_lenders_alone(self, lender, client_of):
        others = [make_lender_clerk(lender), make_member(Role.OFFICER), make_member(Role.ADMIN)]
        for other in others:
            for answer in (client_of(other).get(PAGE), client_of(other).post(PAGE)):
                assert answer.status_code in {403, 404}

    def test_is_linked_from_the_colleagues(self, admin):
        assert f'href="{PAGE}"' in admin.get("/organisation/people").text


class TestTrial:
    @pytest.fixture
    def server(self, app, monkeypatch):
        monkeypatch.setitem(app.config, "WEBHOOKS_PRIVATE", "1")
        with serving() as server:
            yield server

    def trial(self, admin):
        return admin.post(f"{PAGE}/trial", follow_redirects=True).text

    def test_calls_and_says_what_was_answered(self, admin, server):
        enter(admin, f"{server.url}/hook")
        assert "200" in self.trial(admin)
        assert server.calls[0].json["kind"] == "test"
        server.status = 503
        assert "503" in self.trial(admin)

    def test_says_that_nobody_answered(self, admin, server):
        enter(admin, "http://127.0.0.1:1/hook")
        assert "flash" in self.trial(admin)

    def test_never_calls_indoors(self, admin, monkeypatch):
        monkeypatch.setattr(webhooks, "look_up", lambda host, port: ["10.0.0.1"])
        enter(admin)
        assert "内部网络" in self.trial(admin)

    def test_is_not_for_ever(self, admin, server):
        enter(admin, f"{server.url}/hook")
        for _ in range(10):
            admin.post(f"{PAGE}/trial")
        assert admin.post(f"{PAGE}/trial").status_code == 429
        assert len(server.calls) == 10

    def test_needs_an_address(self, admin):
        assert admin.post(f"{PAGE}/trial").status_code == 404


class TestAdministrator:
    def test_sees_the_machine_but_no_secret_and_may_end_it(self, admin, lender, client_of):
        enter(admin, f"{URL}?token=s3cret")
        operator = client_of(make_member(Role.ADMIN))
        page = operator.get(f"/admin/organisations/{lender.id}")
        assert "notices.hedu.example" in page.text
        assert "s3cret" not in page.text
        ending = f"/admin/organisations/{lender.id}/webhook/ending"
        assert operator.post(ending).status_code == 303
        assert hook_of(lender.id) is None
