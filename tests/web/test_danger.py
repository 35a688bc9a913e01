"""Reporting danger without a form, and the desk of those who look."""

import pytest
from sqlalchemy import select

from mediation import clock
from mediation.domain.danger import DangerKind
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.domain.roles import Desk, Role
from mediation.models.danger import DangerReport
from mediation.models.notices import Notice
from mediation.queries import cases
from mediation.services.admission import admit_case
from mediation.services.lifecycle import seat_case, unseat_case
from tests.factories import late_stages
from tests.factories.accounts import (
    actor_of,
    make_borrower,
    make_lender_clerk,
    make_mediator,
    make_member,
    make_officer,
)
from tests.factories.cases import make_case
from tests.factories.danger import make_report, make_turn
from tests.factories.organisations import make_lender, make_mediation_body
from tests.services.traces import events_of

ONCE = "a" * 22


def tap(client, kind="threat", once=ONCE, **data):
    return client.post("/danger", data={"kind": kind, "once": once, **data})


def reports(session):
    session.expire_all()
    return session.scalars(select(DangerReport).order_by(DangerReport.id)).all()


@pytest.fixture
def body(session):
    return make_mediation_body()


@pytest.fixture
def officer(body):
    return make_officer(body)


class TestThePage:
    def test_hotlines_stand_before_anything(self, client):
        page = client.get("/danger").text
        main = page[page.index("<main") :]
        assert main.index("tel:110") < main.index("tel:12356") < main.index("<button")

    def test_is_reached_from_the_foot_of_every_page(self, client):
        for path in ("/", "/guide", "/login", "/nowhere"):
            assert 'href="/danger"' in client.get(path).text

    def test_says_that_somebody_is_on_duty(self, client, session, officer):
        make_turn(officer)
        assert "现在有人值班" in client.get("/danger").text

    def test_says_when_somebody_reads_it_if_nobody_is_on_duty(self, client, clock):
        clock.advance(clock.now().replace(hour=13) - clock.now())  # 21:00 in Shanghai.
        assert "最早 3月5日 周四 09:00 起有人看" in client.get("/danger").text


class TestOneTap:
    def test_reports_at_once_without_a_session_or_a_token(self, client, session):
        answer = tap(client, "self_harm")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/danger/sent")
        [report] = reports(session)
        assert (report.kind, report.case_id, report.words) == (DangerKind.SELF_HARM, None, None)

    def test_a_second_tap_is_the_first_one(self, client, session):
        tap(client)
        tap(client)
        assert len(reports(session)) == 1

    @pytest.mark.parametrize("role", ["clerk", "supervisor"])
    def test_of_those_who_decide_or_supervise_is_on_the_case_too(self, client_of, session, role):
        cast = late_stages.cast_at(Stage.ARBITRATION)
        who = cast.clerk
        if role == "supervisor":
            who = actor_of(make_member(Role.SUPERVISOR))
            seat_case(cast.case, Desk.SUPERVISOR, who.organisation_id, now=clock.now())
        session.commit()
        assert tap(client_of(who), case=cast.case.reference).status_code == 303
        [report] = reports(session)
        assert (report.case_id, report.reporter_id) == (cast.case.id, who.account_id)
        assert events_of(cast.case)[-1] is Event.DANGER_REPORTED

    def test_is_kept_where_the_case_is_lost_between_page_and_tap(
        self, client_of, session, monkeypatch
    ):
        cast = late_stages.cast_at(Stage.MEDIATION)
        session.commit()
        meant = cases.by_reference

        def lost_afterwards(reference, *, actor):
            found = meant(reference, actor=actor)
            unseat_case(found, Desk.LENDER, actor.organisation_id)
            session.commit()
            return found

        monkeypatch.setattr(cases, "by_reference", lost_afterwards)
        assert tap(client_of(cast.lender), case=cast.case.reference).status_code == 303
        [report] = reports(session)
        assert (report.case_id, report.reporter_id) == (None, cast.lender.account_id)

    def test_of_somebody_with_one_open_case_is_on_that_case(self, client_of, session, body):
        borrower = make_borrower()
        case = make_case(borrower=borrower, body=body)
        tap(client_of(borrower))
        [report] = reports(session)
        assert (report.case_id, report.organisation_id) == (case.id, body.id)
        assert report.reporter_id == borrower.id

    def test_of_a_visitor_with_a_follow_up_code_is_on_that_case(self, client_of, session, body):
        case = make_case(body=body)
        tap(client_of(case))
        assert reports(session)[0].case_id == case.id

    def test_is_on_the_named_case_of_somebody_with_several(self, client_of, session, body):
        borrower = make_borrower()
        cases = [make_case(borrower=borrower, body=body) for _ in range(2)]
        tap(client_of(borrower), case=cases[1].reference)
        assert reports(session)[0].case_id == cases[1].id

    def test_naming_a_case_of_others_is_no_error_and_tells_nothing(self, client_of, session, body):
        case = make_case(borrower=make_borrower(), body=body)
        stranger = client_of(make_borrower())
        answers = [
            tap(stranger, case=case.reference, once="b" * 22),
            tap(stranger, case="M2026-NOTHERE", once="c" * 22),
        ]
        assert {answer.status_code for answer in answers} == {303}
        assert [report.case_id for report in reports(session)] == [None, None]

    def test_from_another_site_is_refused(self, client, session):
        answer = client.post(
            "/danger",
            data={"kind": "threat", "once": ONCE},
            headers={"Sec-Fetch-Site": "cross-site"},
        )
        assert answer.status_code == 400
        assert reports(session) == []

    @pytest.mark.parametrize(("kind", "once"), [("boredom", ONCE), ("threat", "x"), ("", "")])
    def test_of_nonsense_is_refused(self, client, session, kind, once):
        assert tap(client, kind, once).status_code == 400
        assert reports(session) == []


class TestSent:
    def test_says_who_reads_it_and_offers_to_add(self, client, session, officer):
        make_turn(officer)
        tap(client)
        page = client.get("/danger/sent").text
        assert "现在有人值班" in page
        assert "我们不知道您是谁" in page
        assert page.index("tel:110") < page.index('name="contact"')

    def test_keeps_what_is_added_and_does_not_show_it_again(self, client, session):
        tap(client)
        added = {"contact": "微信 nian_an", "words": "有人堵门"}
        assert client.post("/danger/sent", data=added).status_code == 303
        [report] = reports(session)
        assert (report.contact, report.words) == ("微信 nian_an", "有人堵门")
        page = client.get("/danger/sent").text
        assert "nian_an" not in page
        assert "堵门" not in page.split("tel:12356")[1]

    def test_says_that_somebody_has_read_it(self, client, client_of, session, officer):
        tap(client)
        client_of(officer).post(f"/danger/reports/{reports(session)[0].id}/sight")
        assert "已经有人看到您的报告" in client.get("/danger/sent").text

    def test_is_nothing_for_whoever_reported_nothing(self, client, session):
        tap(client)
        other = client.application.test_client()
        assert other.get("/danger/sent").headers["Location"] == "/danger"

    def test_too_many_words_come_back_as_typed(self, client, session):
        tap(client)
        page = client.post("/danger/sent", data={"words": "长" * 2001}).text
        assert "长" * 2001 in page
        assert reports(session)[0].words is None


class TestTheDesk:
    @pytest.fixture
    def noise(self, session):
        """A report on a case of another body."""
        other = make_mediation_body()
        borrower = make_borrower()
        return make_report(case=make_case(borrower=borrower, body=other), actor=actor_of(borrower))

    def test_lists_the_bodys_reports_and_those_on_no_case(self, client_of, session, officer, noise):
        free = make_report(DangerKind.VISIT)
        page = client_of(officer).get("/danger/reports").text
        assert "1 份人身危险报告还没人看" in page
        assert str(free.id) in page
        assert str(noise.id) not in page

    def test_another_bodys_report_is_not_found(self, client_of, session, officer, noise):
        client = client_of(officer)
        path = f"/danger/reports/{noise.id}"
        assert client.get(path).status_code == 404
        for part in ("sight", "notes", "closure"):
            answer = client.post(f"{path}/{part}", data={"body": "x"})
            assert answer.status_code == 404
        assert reports(session)[0].seen_at is None

    @pytest.mark.parametrize("make", [make_mediator, make_lender_clerk, make_borrower])
    def test_is_for_officers_alone(self, client_of, session, make):
        assert client_of(make()).get("/danger/reports").status_code == 403

    def test_stopping_the_clock_noting_and_closing(self, client_of, session, officer):
        report = make_report()
        client = client_of(officer)
        path = f"/danger/reports/{report.id}"
        assert "还没有人看" in client.get(path).text
        client.post(f"{path}/sight")
        assert f"{officer.name} 正在处理" in client.get(path).text
        client.post(f"{path}/notes", data={"body": "已通话，安全"})
        assert "已通话，安全" in client.get(path).text
        assert client.post(f"{path}/closure", data={"body": "不再来了"}).status_code == 303
        [closed] = reports(session)
        assert closed.closed_by_id == officer.id
        assert str(report.id) not in client.get("/danger/reports").text
        assert str(report.id) in client.get("/danger/reports?show=closed").text

    def test_closing_without_words_says_what_is_missing(self, client_of, session, officer):
        report = make_report()
        page = client_of(officer).post(f"/danger/reports/{report.id}/closure", data={}).text
        assert "没有记录不能结束" in page
        assert reports(session)[0].closed_at is None

    def test_closing_takes_the_flag_off_the_case(self, client_of, session, officer, body):
        borrower = make_borrower()
        case = make_case(borrower=borrower, body=body)
        report = make_report(case=case, actor=actor_of(borrower))
        client = client_of(officer)
        flag = "这个案件有未结束的人身危险报告"
        assert flag in client.get(f"/cases/{case.reference}").text
        client.post(f"/danger/reports/{report.id}/closure", data={"body": "好"})
        assert flag not in client.get(f"/cases/{case.reference}").text

    def test_pages_by_key(self, client_of, session, officer):
        made = [make_report() for _ in range(51)]
        page = client_of(officer).get("/danger/reports").text
        assert f"before={made[1].id}" in page
        second = client_of(officer).get(f"/danger/reports?before={made[1].id}").text
        assert str(made[0].id) in second
        assert str(made[1].id) not in second.split("<main")[1].split("before=")[0]


class TestTheLender:
    def test_learns_nothing_of_a_report(self, client_of, session, body, officer, now):
        lender = make_lender()
        clerk = make_lender_clerk(lender)
        borrower = make_borrower()
        case = make_case(borrower=borrower, lender=lender, body=body)
        admit_case(case, actor=actor_of(officer), now=now)
        session.query(Notice).delete()
        make_report(case=case, actor=actor_of(borrower))
        client = client_of(clerk)
        for path in ("/cases", f"/cases/{case.reference}"):
            page = client.get(path)
            assert page.status_code == 200
            assert case.reference in page.text
            said = page.text.split("site-footer")[0].replace(" 有人身危险</a>", "")
            assert not any(word in said for word in ("危险", "威胁", "报告"))
        assert clerk.email not in {notice.recipient for notice in session.scalars(select(Notice))}
