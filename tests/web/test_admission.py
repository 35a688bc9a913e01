"""The pages on which an officer decides on a complaint."""

from datetime import timedelta

import pytest

from mediation.domain.admission import Verdict
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Decline, Missing, Outcome
from mediation.models.organisations import Organisation
from mediation.queries import admission
from tests.factories.accounts import actor_of, make_officer
from tests.factories.organisations import make_lender
from tests.factories.stages import cast_at


def at(case, part):
    return f"/cases/{case.reference}/{part}"


@pytest.fixture
def cast(session):
    found = cast_at(Stage.RECEIVED)
    session.commit()
    return found


@pytest.fixture
def officer(cast, client_of):
    return client_of(cast.officer)


class TestAdmission:
    def test_shows_what_is_there_and_admits(self, cast, officer):
        page = officer.get(at(cast.case, "admission"))
        assert page.status_code == 200
        assert "条件齐了" in page.text
        assert cast.case.story in page.text

        sent = officer.post(
            at(cast.case, "admission"), data={"answering": cast.lender.organisation_id}
        )
        assert sent.status_code == 303
        assert cast.case.stage is Stage.WITH_LENDER

    def test_says_what_is_missing_where_the_consent_is(self, session, client_of):
        consents = {"mediation_body": True, "pass_to_lender": False, "sensitive": True}
        cast = cast_at(Stage.RECEIVED, changes={"consents": consents})
        session.commit()
        page = client_of(cast.officer).get(at(cast.case, "admission"))
        assert "现在还不能受理" in page.text
        assert 'name="answering"' not in page.text

    @pytest.mark.parametrize(
        ("phone", "said"),
        [("+8613911112222", "已用本人的联系方式告知投诉人"), ("", "还没能告知投诉人本人")],
    )
    def test_says_whether_a_person_was_told_for_whom_another_filed(
        self, session, client_of, phone, said
    ):
        represented = {"name": "周大伟", "phone": phone, "relation": "parent", "fee": "no"}
        steps = {"who": {"kind": "relative"}, "represented": {**represented, "authority": "spoken"}}
        cast = cast_at(Stage.RECEIVED, changes=steps)
        session.commit()
        assert said in client_of(cast.officer).get(at(cast.case, "admission")).text

    def test_a_second_officer_with_the_page_open_is_told(self, cast, officer, client_of):
        body = {"answering": cast.lender.organisation_id}
        assert officer.post(at(cast.case, "admission"), data=body).status_code == 303
        late = officer.post(at(cast.case, "admission"), data=body)
        assert late.status_code == 409

    def test_in_english(self, cast, officer):
        page = officer.get(at(cast.case, "admission"), headers={"Accept-Language": "en"})
        assert "Everything is there: admit this complaint?" in page.text


class TestReturn:
    def test_names_what_is_missing(self, cast, officer):
        assert officer.get(at(cast.case, "return")).status_code == 200
        sent = officer.post(
            at(cast.case, "return"), data={"missing": ["contract", "records"], "words": "请补合同"}
        )
        assert sent.status_code == 303
        decision = admission.last_decision(cast.case, Verdict.RETURNED)
        assert decision.reasons == f"{Missing.CONTRACT},{Missing.RECORDS}"
        assert decision.words == "请补合同"

    def test_without_anything_missing_the_form_comes_back_with_what_was_typed(self, cast, officer):
        page = officer.post(at(cast.case, "return"), data={"words": "请补合同"})
        assert page.status_code == 200
        assert "error-summary" in page.text
        assert "请补合同" in page.text
        assert cast.case.stage is Stage.RECEIVED


class TestDecline:
    filled = {"reason": "in_court", "words": "这笔贷款正在法院审理。"}

    def test_is_asked_once_more_before_it_is_done(self, cast, officer):
        page = officer.post(at(cast.case, "decline"), data=self.filled)
        assert page.status_code == 200
        assert 'name="sure" value="1"' in page.text
        assert self.filled["words"] in page.text
        assert cast.case.stage is Stage.RECEIVED

    def test_can_be_changed_without_losing_a_word(self, cast, officer):
        page = officer.post(at(cast.case, "decline"), data={**self.filled, "change": "1"})
        assert self.filled["words"] in page.text
        assert 'name="sure"' not in page.text
        assert cast.case.stage is Stage.RECEIVED

    def test_closes_and_says_where_to_go(self, cast, officer, client_of):
        sent = officer.post(at(cast.case, "decline"), data={**self.filled, "sure": "1"})
        assert sent.status_code == 303
        assert cast.case.outcome is Outcome.NOT_ADMISSIBLE

        page = client_of(cast.complainant).get(at(cast.case, "decline/reasons"))
        assert page.status_code == 200
        assert self.filled["words"] in page.text
        assert "12348" in page.text
        assert at(cast.case, "decline/review") in page.text

    def test_a_complainant_cannot_decline(self, cast, client_of):
        assert client_of(cast.complainant).get(at(cast.case, "decline")).status_code == 404


class TestReview:
    @pytest.fixture
    def declined(self, cast, officer, client_of):
        officer.post(at(cast.case, "decline"), data={**TestDecline.filled, "sure": "1"})
        visitor = client_of(cast.complainant)
        assert visitor.get(at(cast.case, "decline/review")).status_code == 200
        sent = visitor.post(at(cast.case, "decline/review"), data={"words": "法院已经撤诉了"})
        assert sent.status_code == 303
        return cast.case

    def test_another_officer_overturns(self, session, cast, declined, client_of):
        another = actor_of(make_officer(body_of(session, cast)))
        session.commit()
        other = client_of(another)
        page = other.get(at(declined, "decline/review/finding"))
        assert "法院已经撤诉了" in page.text
        found = {"finding": "overturned", "words": "撤诉属实，继续审查。"}
        assert 'name="sure"' in other.post(at(declined, "decline/review/finding"), data=found).text
        sent = other.post(at(declined, "decline/review/finding"), data={**found, "sure": "1"})
        assert sent.status_code == 303
        assert declined.stage is Stage.RECEIVED
        assert declined.officer_id == another.account_id

    def test_the_same_officer_is_refused(self, declined, officer):
        page = officer.get(at(declined, "decline/review/finding"))
        assert 'name="finding"' not in page.text
        sent = officer.post(
            at(declined, "decline/review/finding"),
            data={"finding": "upheld", "words": "没错", "sure": "1"},
        )
        assert sent.status_code == 409
        assert admission.last_decision(declined, Verdict.DECLINED).reviewed_at is None

    def test_the_complainant_reads_what_was_found(self, session, cast, declined, client_of):
        another = client_of(actor_of(make_officer(body_of(session, cast))))
        another.post(
            at(declined, "decline/review/finding"),
            data={"finding": "upheld", "words": "法院仍在审理。", "sure": "1"},
        )
        page = client_of(cast.complainant).get(at(declined, "decline/reasons"))
        assert "法院仍在审理。" in page.text
        assert "维持不予受理" in page.text


def body_of(session, cast):
    return session.get_one(Organisation, cast.case.body_id)


class TestTracing:
    def test_starts_finds_and_puts_to_the_company(self, session, cast, officer):
        assert officer.get(at(cast.case, "tracing")).status_code == 200
        assert officer.post(at(cast.case, "tracing")).status_code == 303
        assert cast.case.stage is Stage.TRACING

        other = make_lender(name="澜舟小额贷款")
        session.commit()
        page = officer.get(at(cast.case, "respondent"), query_string={"q": "澜舟"})
        assert "澜舟小额贷款" in page.text
        sent = officer.post(
            at(cast.case, "respondent"),
            data={"q": "澜舟", "organisation": other.id, "role": "lender"},
        )
        assert sent.status_code == 303
        assert cast.case.stage is Stage.WITH_LENDER
        assert cast.case.lender_id == other.id
        assert cast.case.respondent_name == "澜舟小额贷款"

    def test_says_so_where_no_company_is_called_that(self, cast, officer):
        page = officer.get(at(cast.case, "respondent"), query_string={"q": "没有这家"})
        assert "没有登记过这个名称的公司" in page.text

    def test_hands_over_when_asked_twice(self, cast, officer):
        officer.post(at(cast.case, "tracing"))
        filled = {"authority": "police", "words": "号码是虚拟号段，请带上短信截图。"}
        assert 'name="sure"' in officer.post(at(cast.case, "handover"), data=filled).text
        assert cast.case.stage is Stage.TRACING
        officer.post(at(cast.case, "handover"), data={**filled, "sure": "1"})
        assert cast.case.outcome is Outcome.HANDED_TO_AUTHORITY


class TestPause:
    def fill(self, now, days=20):
        day = (now + timedelta(days=days)).date()
        return {
            "reason": "illness",
            "review_on-year": day.year,
            "review_on-month": day.month,
            "review_on-day": day.day,
            "words": "住院手术",
        }

    def test_stops_and_goes_on(self, cast, officer, client_of, now):
        assert officer.get(at(cast.case, "pause")).status_code == 200
        assert officer.post(at(cast.case, "pause"), data=self.fill(now)).status_code == 303
        assert cast.case.paused_since_at == now

        seen = client_of(cast.complainant).get(at(cast.case, "pause"))
        assert "当事人生病" in seen.text
        assert "住院手术" not in seen.text
        assert "住院手术" in officer.get(at(cast.case, "pause")).text

        assert officer.post(at(cast.case, "pause/end")).status_code == 303
        assert cast.case.paused_since_at is None

    def test_is_lifted_by_the_mediator_to_whom_it_was_left(self, session, client_of, now):
        cast = cast_at(Stage.MEDIATION)
        session.commit()
        officer, mediator = client_of(cast.officer), client_of(cast.mediator)
        for lifter, status in (("officer", 409), ("mediator", 303)):
            officer.post(at(cast.case, "pause"), data=self.fill(now) | {"lifter": lifter})
            shown = "pause/end" in mediator.get(at(cast.case, "pause")).text
            assert shown is (lifter == "mediator")
            assert mediator.post(at(cast.case, "pause/end")).status_code == status
            officer.post(at(cast.case, "pause/end"))

    def test_a_day_too_far_is_refused_beside_its_field(self, cast, officer, now):
        page = officer.post(at(cast.case, "pause"), data=self.fill(now, days=120))
        assert page.status_code == 200
        assert "review_on-error" in page.text
        assert cast.case.paused_since_at is None

    def test_nothing_else_goes_on_meanwhile(self, cast, officer, now):
        officer.post(at(cast.case, "pause"), data=self.fill(now))
        assert officer.get(at(cast.case, "admission")).status_code == 409


@pytest.mark.parametrize("reason", list(Decline))
def test_every_reason_says_where_to_go(cast, officer, client_of, reason):
    officer.post(at(cast.case, "decline"), data={"reason": reason, "words": "说明", "sure": "1"})
    page = client_of(cast.complainant).get(at(cast.case, "decline/reasons"))
    assert page.text.count("todo") >= 1
    assert "instead." not in page.text
