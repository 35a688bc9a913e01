"""The dates of a case as its people see them, each with its reasons; and who sees which."""

from datetime import timedelta

import pytest

from mediation import clock
from mediation.db import db
from mediation.domain.admission import StandstillAnswer
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Pause
from mediation.domain.roles import Desk, LenderKind, Role
from mediation.models.deadlines import Deadline
from mediation.services.answers import answer_standstill
from mediation.services.days import day_of
from mediation.services.lifecycle import seat_case
from mediation.services.pauses import pause_case, resume_case
from mediation.wording import formats
from tests.factories import late_stages, stages
from tests.factories.accounts import actor_of, make_member, make_officer
from tests.factories.deadlines import make_override
from tests.factories.organisations import make_lender
from tests.factories.stages import cast_at
from tests.web.scenes import only_ask, pause
from tests.web.test_budgets import MOST_OF_A_CASE, counted

ANSWER, READING = "机构书面答复", "机构首次阅看"


@pytest.fixture
def cast(session):
    found = cast_at(Stage.WITH_LENDER)
    session.commit()
    return found


def page(client, cast, part=""):
    """The words of a page, its spaces all of one kind."""
    return client.get(f"/cases/{cast.case.reference}{part}").text.replace("\u00a0", " ")


class TestBanner:
    def test_names_the_nearest_date_of_ones_own_side_first(self, cast, client_of):
        page(client_of(cast.lender), cast)  # The first reading is over by that.
        shown = page(client_of(cast.lender), cast)
        assert f"轮到您：{ANSWER}" in shown
        assert "2026年3月19日 周四 24:00 前" in shown
        assert ">15<small>" in shown
        assert f"> 机构：{ANSWER}" not in shown

    def test_names_the_others_where_nothing_waits_for_oneself(self, cast, client_of):
        shown = page(client_of(cast.complainant), cast)
        assert "轮到您" not in shown
        assert READING in shown
        assert ANSWER in shown

    def test_unfolds_to_every_reason(self, cast, client_of):
        shown = page(client_of(cast.complainant), cast)
        for reason in (
            "从什么开始：受理专员受理了投诉，转给机构，2026年3月4日 周三 12:00。",
            f"规则：{ANSWER}，15 天。",
            "银行业保险业消费投诉处理管理办法（据转载，原文未核对）",
            "开始的那一天是2026年3月4日 周三；这一天不计入。",
            "到那时还什么都不做：",
            "不答复不等于承认",
        ):
            assert reason in shown, reason

    def test_says_how_late_it_is(self, cast, client_of):
        clock.advance(timedelta(days=13))
        assert "快到期" in page(client_of(cast.complainant), cast)
        clock.advance(timedelta(days=5))
        shown = page(client_of(cast.complainant), cast)
        assert "已逾期" in shown
        assert "逾期 3 天" in shown
        clock.advance(timedelta(days=40))
        assert "逾期很久" in page(client_of(cast.complainant), cast)

    def test_a_length_of_ones_own_is_shown_with_its_author(self, session, client_of):
        author = make_officer()
        make_override("lender_answer", "10d", by=author, reason="本地约定")
        cast = cast_at(Stage.WITH_LENDER)
        session.commit()
        shown = page(client_of(cast.complainant), cast)
        assert "10 天，代替通常的15 天" in shown
        assert f"{author.name}于2026年3月4日设定，理由：本地约定" in shown

    def test_other_kinds_of_company_answer_by_arrangement(self, session, cast, client_of):
        assert "按约定" not in page(client_of(cast.complainant), cast)
        free = cast_at(Stage.WITH_LENDER, lender=make_lender(lender_kind=LenderKind.PLATFORM))
        session.commit()
        assert "按约定" in page(client_of(free.complainant), free)

    def test_a_day_of_a_year_not_announced_is_provisional(self, session, cast, client_of):
        clock.advance(timedelta(days=310))
        late = cast_at(Stage.WITH_LENDER)
        session.commit()
        assert "暂定" in page(client_of(late.complainant), late)
        assert "暂定" not in page(client_of(cast.complainant), cast)

    def test_what_stands_still_says_so_and_pauses_are_told(self, session, cast, client_of):
        by = {"actor": cast.officer}
        on = day_of(clock.now()) + timedelta(days=20)
        pause_case(cast.case, reason=Pause.POLICE, words="", review_on=on, now=clock.now(), **by)
        session.commit()
        assert "暂停中" in page(client_of(cast.complainant), cast)
        clock.advance(timedelta(days=2))
        resume_case(cast.case, now=clock.now(), **by)
        session.commit()
        shown = page(client_of(cast.complainant), cast)
        assert "2026年3月4日 周三 至2026年3月5日 周四暂停，这些天不计入。" in shown
        assert "2026年3月20日 周五 24:00 前" in shown

    def test_is_told_in_the_readers_language(self, cast, client_of):
        shown = client_of(cast.complainant).get(
            f"/cases/{cast.case.reference}", headers={"Accept-Language": "en"}
        )
        assert "What started it: The case officer admitted the complaint" in shown.text


class TestAllDates:
    def test_what_is_over_says_whether_in_time(self, session, cast, client_of):
        page(client_of(cast.lender), cast)
        clock.advance(timedelta(days=20))
        stages.contest(cast)
        session.commit()
        shown = page(client_of(cast.complainant), cast, "/deadlines")
        assert "没有逾期" in shown  # The first reading.
        assert "逾期 5 天" in shown  # The answer.
        assert "双方自行协商" in shown

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            ("2026-03-17", "来得及，还剩 2 天。"),
            ("2026-03-19", "来得及：那是最后一天。"),
            ("2026-03-21", "晚了 2 天。"),
        ],
    )
    def test_tells_what_acting_on_a_day_means(self, cast, client_of, day, words):
        shown = page(client_of(cast.complainant), cast, f"/deadlines?act_on={day}")
        assert words in shown

    def test_tells_the_date_after_it(self, cast, client_of):
        shown = page(client_of(cast.complainant), cast, "/deadlines?act_on=2026-03-10")
        assert "接着是：双方自行协商，2026年4月9日 周四 24:00 前。" in shown

    @pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "9999-12-31", "0001-01-01"])
    def test_a_day_that_is_none_is_refused(self, cast, client_of, day):
        shown = page(client_of(cast.complainant), cast, f"/deadlines?act_on={day}")
        assert 'id="act_on-error"' in shown
        assert "来得及" not in shown


class TestWhoSees:
    def test_what_the_staff_must_do_is_seen_by_staff_alone(self, session, client_of):
        cast = cast_at(Stage.AWAITING_MEDIATOR)
        stages.agree_to_mediate(cast)
        stages.offer_to_mediator(cast)
        session.commit()
        for part in ("", "/deadlines", "/deadlines?act_on=2026-03-05"):
            for who in (cast.officer, cast.mediator):
                assert "调解员是否接案" in page(client_of(who), cast, part)
            for who in (cast.complainant, cast.lender):
                assert "调解员是否接案" not in page(client_of(who), cast, part)

    def test_what_belongs_to_the_talks_stays_out_of_arbitration(self, session, client_of):
        cast = late_stages.cast_at(Stage.ARBITRATION)
        supervisor = actor_of(make_member(Role.SUPERVISOR))
        seat_case(cast.case, Desk.SUPERVISOR, supervisor.holder_id, now=clock.now())
        session.commit()
        assert "调解期限" in page(client_of(cast.complainant), cast, "/deadlines")
        for who in (cast.clerk, supervisor):
            shown = page(client_of(who), cast, "/deadlines")
            assert ANSWER in shown
            assert "调解期限" not in shown
            assert "答复方案" not in shown

    def test_completing_is_between_the_complainant_and_the_body(self, session, client_of):
        cast = cast_at(Stage.RETURNED)
        session.commit()
        clock.advance(timedelta(days=1))
        assert "补正材料" in page(client_of(cast.complainant), cast, "/deadlines")
        seat_case(cast.case, Desk.LENDER, cast.lender.holder_id, now=clock.now())
        session.commit()
        assert "补正材料" not in page(client_of(cast.lender), cast, "/deadlines")

    def test_a_stranger_finds_nothing(self, session, cast, client_of):
        other = cast_at(Stage.WITH_LENDER, lender=make_lender())
        session.commit()
        address = f"/cases/{cast.case.reference}/deadlines"
        assert client_of(other.complainant).get(address).status_code == 404
        assert client_of(other.lender).get(address).status_code == 404


@pytest.mark.sqlite
def test_many_dates_cost_no_more(session, cast, client_of):
    by = {"actor": cast.officer}
    on = day_of(clock.now()) + timedelta(days=20)
    pause_case(cast.case, reason=Pause.POLICE, words="", review_on=on, now=clock.now(), **by)
    resume_case(cast.case, now=clock.now(), **by)
    session.commit()
    assert db.session.query(Deadline).filter_by(case_id=cast.case.id).count() > 2
    session.rollback()
    for part in ("", "/deadlines", "/deadlines?act_on=2026-03-10"):
        with counted() as seen:
            page(client_of(cast.complainant), cast, part)
        assert len(seen) <= MOST_OF_A_CASE, part


def links_to(shown, cast, rule):
    """Whether a page leads to the reasons of a date, and the reasons are there."""
    return f'href="/cases/{cast.case.reference}/deadlines#{rule}"' in shown


class TestEveryDate:
    def test_an_offer_unfolds_its_end(self, session, client_of):
        cast = cast_at(Stage.NEGOTIATION)
        late_stages.offer(cast)
        session.commit()
        client = client_of(cast.complainant)
        assert links_to(page(client, cast, "/offers"), cast, "offer")
        assert 'id="offer"' in page(client, cast, "/deadlines")

    def test_a_draft_unfolds_its_end_where_it_is_read_and_signed(self, session, client_of):
        cast = late_stages.cast_at(Stage.AGREEMENT)
        session.commit()
        client = client_of(cast.complainant)
        shown = page(client, cast, "/agreement")
        assert links_to(shown, cast, "signature")
        assert 'id="signature"' in page(client, cast, "/deadlines")
        sign = next(line for line in shown.split('"') if line.endswith("/signature"))
        assert "签署调解协议" in client.get(sign).text

    def test_a_payment_unfolds_its_grace(self, session, client_of):
        cast = late_stages.cast_at(Stage.PERFORMING)
        session.commit()
        client = client_of(cast.complainant)
        assert links_to(page(client, cast, "/repayment"), cast, "instalment_cure")
        shown = page(client, cast, "/deadlines")
        assert 'id="instalment_cure"' in shown
        grace = shown.partition('id="instalment_cure"')[2]
        assert grace.partition("<li>")[2].startswith("从什么开始：这一期约定的付款日，")

    def test_the_page_of_an_act_says_by_when(self, session, cast, client_of):
        back, asked = cast_at(Stage.RETURNED), cast_at(Stage.AWAITING_MEDIATOR)
        willing = cast_at(Stage.AWAITING_MEDIATOR)
        only_ask(asked)
        stages.agree_to_mediate(willing)
        stages.offer_to_mediator(willing)
        session.commit()
        for who, where, part, rule in (
            (cast.lender, cast, "/answer", ANSWER),
            (back.complainant, back, "/completion", "补正材料"),
            (asked.lender, asked, "/willingness", "征询对方是否愿意调解"),
            (willing.mediator, willing, "/assignment/answer", "调解员是否接案"),
        ):
            assert f"规则：{rule}" in page(client_of(who), where, part), part
        stages.give_relief(cast)
        session.commit()
        assert "规则：投诉人是否接受机构的处理" in page(
            client_of(cast.complainant), cast, "/relief"
        )

    def test_a_day_that_somebody_chose_says_who(self, session, cast, client_of, now):
        until = day_of(now) + timedelta(days=30)
        answer_standstill(
            cast.case, answer=StandstillAnswer.UNTIL, until_on=until, actor=cast.lender, now=now
        )
        session.commit()
        assert "这一天是贵机构答复请求时自己写的" in page(client_of(cast.lender), cast, "/answer")
        pause(cast)
        session.commit()
        assert "受理专员在暂停案件时定的这一天" in page(client_of(cast.lender), cast, "/pause")

    def test_a_hearing_says_by_when_both_sides_must_know(self, session, client_of):
        cast = cast_at(Stage.MEDIATION)
        met = late_stages.hearing(cast)
        session.commit()
        shown = page(client_of(cast.complainant), cast, "/hearings")
        by = formats.moment(met.starts_at - timedelta(days=3), "zh_CN", "Asia/Shanghai", 2026)
        assert f"最迟 {by} 通知" in shown

    def test_what_ends_a_time_outside_is_recorded_from_its_date(self, session, client_of):
        cast = late_stages.cast_at(Stage.PERFORMING)
        session.commit()
        address = f"/cases/{cast.case.reference}/steps/confirmation_requested"
        officer = client_of(cast.officer)
        assert address in page(officer, cast, "/deadlines")
        assert address not in page(client_of(cast.complainant), cast, "/deadlines")
        day = day_of(clock.now())
        sent = {"on-year": day.year, "on-month": day.month, "on-day": day.day}
        assert officer.post(address, data=sent).status_code == 303
        shown = page(client_of(cast.complainant), cast, "/deadlines")
        assert "法院决定是否受理司法确认" in shown
        assert "人民调解协议司法确认程序的若干规定" in shown
        assert officer.get(f"/cases/{cast.case.reference}/steps/nothing").status_code == 404
        ahead = sent | {"on-year": day.year + 1}
        late = officer.post(address.replace("requested", "taken"), data=ahead)
        assert "日期还没到" in late.text
