"""The inbox as its owner sees it, and its count in the head of every page."""

import re

import pytest

from mediation.db import db
from mediation.domain.roles import Desk
from mediation.models.notices import Notice
from mediation.queries.inbox import PAGE
from mediation.services.lifecycle import seat_case
from tests.factories.accounts import make_account, make_mediator
from tests.factories.cases import make_case
from tests.factories.notices import make_notice
from tests.web.plans import walks
from tests.web.test_budgets import counted


@pytest.fixture
def lin(session):
    return make_account()


@pytest.fixture(autouse=True)
def noise(session):
    make_notice(make_account(), facts={"reference": "M2026-22222222"})


def own_case(account):
    case = make_case()
    seat_case(case, Desk.COMPLAINANT, account.id, now=case.filed_at)
    return case


def badge(text):
    """The number in the head of the page; none where nothing waits."""
    found = re.search(r'href="/inbox"[^\n]*?class="count count-hot">([\d+]+)<', text)
    return found and found[1]


class TestInTheHead:
    def test_counts_what_is_unread(self, lin, client_of):
        client = client_of(lin)
        assert badge(client.get("/cases").text) is None
        make_notice(lin), make_notice(lin, channel="mail")
        make_notice(lin, read_at=lin.created_at)
        assert badge(client.get("/cases").text) == "1"
        assert badge(client.get("/privacy").text) == "1"

    def test_counts_no_further_than_needed(self, lin, client_of):
        for _ in range(101):
            make_notice(lin)
        assert badge(client_of(lin).get("/privacy").text) == "99+"

    def test_takes_no_statement_of_its_own(self, lin, client_of):
        client = client_of(lin)
        make_notice(lin)
        with counted() as seen:
            client.get("/privacy")
        assert len(seen) == 1
        assert walks(seen) == []

    def test_is_not_there_for_visitors(self, client, client_of, session):
        assert 'href="/inbox"' not in client.get("/privacy").text
        assert 'href="/inbox"' not in client_of(make_case()).get("/privacy").text


class TestIndex:
    def test_says_what_happened_and_where(self, lin, client_of):
        case = own_case(lin)
        make_notice(lin, case=case)
        text = client_of(lin).get("/inbox").text
        assert "您的投诉已受理" in text
        assert "不会当作您同意任何事" in text
        assert f'href="/cases/{case.reference}"' in text
        assert "M2026-22222222" not in text

    def test_speaks_the_readers_language(self, lin, client_of):
        lin.locale = "en"
        make_notice(lin, locale="zh_CN", case=own_case(lin))
        text = client_of(lin).get("/inbox").text
        assert "Mark all as read" in text
        assert "受理" not in text

    def test_pages_by_key_within_the_filter(self, lin, client_of):
        for _ in range(PAGE + 1):
            make_notice(lin)
        make_notice(lin, read_at=lin.created_at)
        client = client_of(lin)
        text = client.get("/inbox?unread=1").text
        assert text.count('class="card-box"') == PAGE
        (after,) = re.findall(r'href="(/inbox\?unread=1[^"]*)" rel="next"', text)
        rest = client.get(after.replace("&amp;", "&")).text
        assert rest.count('class="card-box"') == 1
        assert 'rel="next"' not in rest

    def test_shows_a_notice_whose_words_ask_for_more_than_it_knows(self, lin, client_of):
        make_notice(lin, kind="standstill_until")
        assert "一条较早的通知" in client_of(lin).get("/inbox").text

    def test_tells_nothing_of_a_case_that_is_closed_to_its_reader(self, lin, client_of):
        theirs = make_case()
        notice = make_notice(lin, case=theirs)
        client = client_of(lin)
        for path in ("/inbox", f"/inbox/{notice.id}"):
            text = client.get(path).text
            assert "所属案件您现在看不到" in text
            assert theirs.reference not in text
            assert "受理" not in text

    def test_shows_what_a_working_person_was_told(self, client_of, session):
        mediator = make_mediator()
        case = make_case()
        seat_case(case, Desk.MEDIATOR, mediator.id, now=case.filed_at)
        make_notice(mediator, case=case)
        assert case.reference in client_of(mediator).get("/inbox").text

    def test_is_not_for_a_visitor_with_a_code(self, client_of, session):
        assert client_of(make_case()).get("/inbox").status_code == 404

    @pytest.mark.parametrize("path", ["/inbox", "/inbox?unread=1", "/inbox?before=9"])
    def test_walks_through_nothing(self, lin, client_of, path):
        for _ in range(5):
            make_notice(lin), make_notice(make_account())
        client = client_of(lin)
        with counted() as seen:
            client.get(path)
        assert walks(seen) == []


class TestReading:
    def test_opening_from_the_list_reads(self, lin, client_of):
        case = own_case(lin)
        notice = make_notice(lin, case=case)
        client = client_of(lin)
        assert f'formaction="/inbox/{notice.id}/reading"' in client.get("/inbox").text
        answer = client.post(f"/inbox/{notice.id}/reading")
        assert (answer.status_code, answer.location) == (303, f"/inbox/{notice.id}")
        text = client.get(answer.location).text
        assert "对方不答复，不会当作您同意任何事" in text
        assert f'<a href="/cases/{case.reference}">点这里打开</a>' in text
        assert badge(text) is None

    def test_looking_alone_does_not_read(self, lin, client_of):
        notice = make_notice(lin, case=make_case())
        client = client_of(lin)
        assert badge(client.get(f"/inbox/{notice.id}").text) == "1"
        assert badge(client.get(f"/inbox/{notice.id}").text) == "1"

    def test_another_persons_notice_is_not_there(self, lin, client_of):
        theirs = make_notice(make_account(), case=make_case())
        client = client_of(lin)
        assert client.get(f"/inbox/{theirs.id}").status_code == 404
        assert client.post(f"/inbox/{theirs.id}/reading").status_code == 404
        assert db.session.get_one(Notice, theirs.id).read_at is None

    def test_all_at_once(self, lin, client_of):
        make_notice(lin, case=make_case())
        client = client_of(lin)
        newest = re.search(r'name="newest" value="(\d+)"', client.get("/inbox").text)[1]
        late = make_notice(lin, case=make_case())
        client.post("/inbox/reading", data={"newest": newest})
        text = client.get("/inbox?unread=1").text
        assert badge(text) == "1"
        assert f"/inbox/{late.id}/reading" in text

    def test_nonsense_reads_nothing(self, lin, client_of):
        make_notice(lin)
        client = client_of(lin)
        assert client.post("/inbox/reading", data={"newest": "x"}).status_code == 400
        assert badge(client.get("/inbox").text) == "1"
