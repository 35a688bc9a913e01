"""The calendar's pages: years known, a year by months, and publishing one in two steps."""

import re
from datetime import date, timedelta

import pytest

from mediation.domain.roles import Role
from mediation.queries.calendar import calendar_now, edition_of
from tests.domain.test_calendar_notice import NOTICE_2026
from tests.factories.accounts import make_mediator, make_member, make_officer
from tests.factories.deadlines import make_year

NOTICE_2027 = NOTICE_2026.split("　　一、")[0].replace("2026", "2027") + (
    "一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n二、春节：2月5日（周五）放假。2月7日（周日）上班。\n"
)


@pytest.fixture
def officer(session):
    return make_officer()


@pytest.fixture
def desk(client_of, session, officer):
    session.commit()
    return client_of(officer)


def sent(text=NOTICE_2027, **more):
    return {"text": text, "source": "国办发明电〔2026〕9号", **more}


def hidden_in(page):
    """What the page that asks again would send."""
    form = page[page.index('<form method="post" novalidate>') :]
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: text for name, text in fields if name != "csrf_token"}


class TestKnown:
    def test_the_list_says_to_when_dates_are_certain(self, desk):
        page = desk.get("/calendar").text
        assert "2026 年底以前的日期，都是确定的" in page
        assert 'href="/calendar/2027/notice"' in page
        assert "随程序附带" in page

    def test_and_who_published_a_year(self, desk, session, officer):
        make_year(2027, off="01-01", worked="01-10", by=officer)
        session.commit()
        page = desk.get("/calendar").text
        assert "2027 年底以前的日期，都是确定的" in page
        assert officer.name in page
        assert "国办发明电〔2026〕1号" in page

    def test_a_year_shows_its_months(self, desk):
        page = desk.get("/calendar/2026").text
        assert page.count('class="month"') == 12
        assert page.count('class="off"') == 19
        assert page.count('class="worked"') == 6
        assert "放假 19 天，周末上班 6 天" in page

    def test_an_unknown_year_says_so(self, desk):
        page = desk.get("/calendar/2027").text
        assert "还没有公布" in page
        assert 'class="off"' not in page

    @pytest.mark.parametrize("year", [2003, 2029, 99999])
    def test_a_year_that_nobody_can_know_is_not_found(self, desk, year):
        assert desk.get(f"/calendar/{year}").status_code == 404
        assert desk.get(f"/calendar/{year}/edit").status_code == 404


class TestNotice:
    def test_is_shown_before_it_is_kept(self, desk):
        page = desk.post("/calendar/2027/notice", data=sent()).text
        assert "2027 年有 3 天会改动，请核对" in page
        assert page.count("> 有改动<") == 3
        assert "文中没有提到清明节，劳动节" in page.replace("、", "，")
        assert calendar_now()[1] == 0

    def test_and_kept_once_it_was_seen(self, desk, officer):
        asked = hidden_in(desk.post("/calendar/2027/notice", data=sent()).text)
        answer = desk.post("/calendar/2027/notice", data={**asked, "sure": "1"})
        assert (answer.status_code, answer.location) == (303, "/calendar/2027")
        calendar, edition = calendar_now()
        assert edition == 1
        assert calendar.off_in(2027) == [date(2027, 1, 1), date(2027, 2, 5)]
        assert calendar.worked_in(2027) == [date(2027, 2, 7)]
        assert officer.name in desk.get("/calendar/2027").text

    def test_can_be_changed_once_more(self, desk):
        asked = hidden_in(desk.post("/calendar/2027/notice", data=sent()).text)
        page = desk.post("/calendar/2027/notice", data={**asked, "change": "1"}).text
        assert "二、春节：2月5日" in page
        assert calendar_now()[1] == 0

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            (NOTICE_2026, "2026 年的通知，不是 2027 年的"),
            ("2027-01-01,休\n2027-01-04,也许", "第 2 行"),
            ("", "请贴上通知"),
        ],
    )
    def test_a_mistake_names_its_line_and_nothing_typed_is_lost(self, desk, text, words):
        page = desk.post("/calendar/2027/notice", data=sent(text)).text
        assert words in page
        assert text[:20] in page
        assert "国办发明电〔2026〕9号" in page

    def test_a_year_is_not_published_before_the_one_that_comes_first(self, desk):
        page = desk.post("/calendar/2028/notice", data=sent("2028-01-03,休")).text
        assert "请先录入 2027 年的放假安排" in page

    def test_without_its_source_it_is_not_taken(self, desk):
        page = desk.post("/calendar/2027/notice", data=sent(source="")).text
        assert "请写明通知的文号" in page


class TestEdit:
    def test_begins_with_the_days_that_are_known(self, desk):
        page = desk.get("/calendar/2026/edit").text
        assert "2026-01-01,off" in page
        assert "2026-01-04,worked" in page

    def test_says_that_a_known_year_is_replaced(self, desk):
        text = "2026-01-01,off\n2026-03-05,off"
        page = desk.post("/calendar/2026/edit", data=sent(text)).text
        assert "已经有了，会被这些内容替换" in page
        asked = hidden_in(page)
        assert asked["replaces"] == "0"
        assert desk.post("/calendar/2026/edit", data={**asked, "sure": "1"}).status_code == 303
        assert calendar_now()[0].off_in(2026) == [date(2026, 1, 1), date(2026, 3, 5)]

    def test_without_having_seen_that_nothing_is_replaced(self, desk):
        page = desk.post("/calendar/2026/edit", data=sent("2026-01-01,off", sure="1")).text
        assert "已经有了" in page
        assert edition_of(2026) == 0

    def test_what_somebody_else_published_meanwhile_is_not_replaced(self, desk, session):
        asked = hidden_in(desk.post("/calendar/2026/edit", data=sent("2026-01-01,off")).text)
        make_year(2026, off="01-01", edition=1)
        session.commit()
        page = desk.post("/calendar/2026/edit", data={**asked, "sure": "1"}).text
        assert "刚才有别人公布了日历" in page


class TestWho:
    def test_an_admin_may(self, client_of, session):
        admin = client_of(make_member(Role.ADMIN))
        assert admin.get("/calendar/2027/notice").status_code == 200

    def test_a_mediator_may_not(self, client_of, session):
        assert client_of(make_mediator()).get("/calendar").status_code == 403

    def test_an_admin_is_told_in_time_that_a_year_is_missing(self, client_of, session, clock):
        admin = client_of(make_member(Role.ADMIN))
        assert "六十天后就进入" not in admin.get("/admin").text
        clock.advance(timedelta(days=250))
        admin = client_of(make_member(Role.ADMIN))
        assert "六十天后就进入" in admin.get("/admin").text
