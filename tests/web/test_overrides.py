"""The rules of time as they hold here: read by officers, changed by admins, told to everybody."""

import re

import pytest

from mediation.domain.clocks import clocks
from mediation.domain.roles import Role
from mediation.queries.calendar import overrides_now
from tests.factories.accounts import make_mediator, make_member, make_officer
from tests.factories.deadlines import make_override
from tests.web.test_deadlines import asked

RULE = "/deadlines/rules/admission"
SHORT = {"number": "3", "unit": "working_day", "reason": "人手足够"}


@pytest.fixture
def admin(session):
    return make_member(Role.ADMIN)


@pytest.fixture
def desk(client_of, session, admin):
    session.commit()
    return client_of(admin)


class TestReading:
    def test_every_rule_has_its_length_source_and_mark(self, desk):
        page = desk.get("/deadlines/rules").text
        for clock in clocks().values():
            assert clock.title["zh_CN"] in page
            assert f'href="/deadlines/rules/{clock.id}"' in page
        assert "《人民法院在线调解规则》第24条" in page
        assert {"已核对原文", "间接来源，未见原文", "本机构自定"} <= set(tags(page))

    def test_a_rule_says_what_starts_and_stops_it(self, desk):
        page = desk.get("/deadlines/rules/lender_answer").text
        assert "有人受理了投诉，转给机构" in page
        assert "有人作出了书面答复" in page
        assert "须写明批准人" in page
        assert "只能改短" in page

    def test_an_officer_reads_and_does_not_change(self, client_of, session):
        officer = client_of(make_officer())
        page = officer.get(RULE).text
        assert "受理审查" in page
        assert "另定一个长度" not in page
        assert officer.post(f"{RULE}/length", data=SHORT).status_code == 403
        assert officer.post(f"{RULE}/return", data={"reason": "x"}).status_code == 403

    def test_a_mediator_does_not_come_here(self, client_of, session):
        assert client_of(make_mediator()).get("/deadlines/rules").status_code == 403

    def test_an_unknown_rule_is_not_found(self, desk):
        assert desk.get("/deadlines/rules/patience").status_code == 404
        assert desk.post("/deadlines/rules/patience/length", data=SHORT).status_code == 404

    def test_what_is_not_ours_offers_no_form(self, desk):
        page = desk.get("/deadlines/rules/set_aside").text
        assert "不能改" in page
        assert "<textarea" not in page


class TestChanging:
    def test_another_length_is_set_and_shown_with_its_author(self, desk, admin):
        assert desk.post(f"{RULE}/length", data=SHORT).status_code == 303
        assert overrides_now()["admission"].length == "3wd"
        for path in (RULE, "/deadlines/rules"):
            page = plain(desk.get(path).text)
            assert "本机构自行设定了期限：3 个工作日，代替通常的5 个工作日" in page
            assert f"{admin.name}于2026年3月4日设定，理由：人手足够" in page

    @pytest.mark.parametrize(
        ("rule", "more", "words"),
        [
            ("lender_answer", {"number": "16", "unit": "calendar_day"}, "法律规定最多 15"),
            ("admission", {"number": "5"}, "规则原定的长度"),
            ("admission", {"number": ""}, "number-error"),
            ("admission", {"unit": "hour"}, "unit-error"),
            ("admission", {"reason": ""}, "请写明理由"),
        ],
    )
    def test_a_refusal_stands_beside_its_field(self, desk, rule, more, words):
        page = desk.post(f"/deadlines/rules/{rule}/length", data={**SHORT, **more}).text
        assert words in page
        assert overrides_now() == {}

    def test_and_is_taken_back(self, desk, session, clock):
        make_override("admission", "3wd")
        session.commit()
        assert "请写明理由" in desk.post(f"{RULE}/return", data={"reason": ""}).text
        clock.advance(clock.now() - clock.now().replace(hour=3))
        assert desk.post(f"{RULE}/return", data={"reason": "恢复"}).status_code == 303
        assert overrides_now() == {}
        assert "恢复规则原定的长度" in desk.get(RULE).text


class TestCalculators:
    def test_the_public_page_says_that_a_length_is_our_own(self, client, session, admin):
        make_override("admission", "3wd", by=admin, reason="人手足够")
        session.commit()
        answer = client.post("/calculator/deadline", data=asked("admission", (2026, 3, 4)))
        page = plain(answer.text)
        assert "2026年3月9日" in page
        assert "本机构自行设定了期限：3 个工作日，代替通常的5 个工作日" in page
        assert "受理审查 · 3 个工作日" in page

    def test_so_does_the_command_line(self, runner, session, admin):
        make_override("admission", "3wd", by=admin, reason="enough hands")
        session.commit()
        words = ("deadline", "admission", "--from", "2026-03-04", "--locale", "en")
        said = plain(runner(*words).output)
        assert "3 working days instead of 5 working days" in said
        assert f"Set by {admin.name} on 4 Mar 2026: enough hands" in said
        found = runner(*words, "--json").output
        assert '"length": "3wd"' in found
        assert '"due_on": "2026-03-09"' in found


def plain(text):
    return text.replace("\u00a0", " ")


def tags(page):
    return re.findall(r'<span class="tag[^"]*">([^<]*)<', page)
