"""The pages of the lender's answer, the standstill, and the complainant's reply."""

from datetime import timedelta

import pytest

from mediation.domain.admission import StandstillAnswer
from mediation.domain.answers import LenderAnswerKind
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.outcomes import Outcome
from mediation.queries import admission, answers
from tests.factories.accounts import actor_of, make_lender_clerk
from tests.factories.drafts import make_loan
from tests.factories.organisations import make_lender
from tests.factories.stages import cast_at


def at(case, part):
    return f"/cases/{case.reference}/{part}"


def day_boxes(name, day):
    return {f"{name}-year": day.year, f"{name}-month": day.month, f"{name}-day": day.day}


@pytest.fixture
def cast(session):
    found = cast_at(Stage.WITH_LENDER)
    session.commit()
    return found


@pytest.fixture
def lender(cast, client_of):
    return client_of(cast.lender)


@pytest.fixture
def relief(now):
    return {
        "kind": "accepts",
        "relief": "money",
        "relief_fen": "¥1,200.00",
        **day_boxes("relief_by_on", (now + timedelta(days=20)).date()),
        "to_complainant": "会员费未充分告知，全额退还。",
        "to_body": "合作方会员业务正在下线。",
        "lender_reference": "HD-77",
    }


class TestAnswer:
    def test_is_read_once_more_before_it_is_sent(self, cast, lender, relief):
        assert lender.get(at(cast.case, "answer")).status_code == 200
        page = lender.post(at(cast.case, "answer"), data=relief)
        assert 'name="sure" value="1"' in page.text
        assert relief["to_complainant"] in page.text
        assert answers.last(cast.case) is None

        sent = lender.post(at(cast.case, "answer"), data={**relief, "sure": "1"})
        assert sent.status_code == 303
        answer = answers.last(cast.case)
        assert (answer.kind, answer.relief_fen) == (LenderAnswerKind.ACCEPTS, 120_000)
        assert cast.case.turn is Turn.COMPLAINANT

    def test_the_complainant_never_sees_the_part_for_the_body(
        self, cast, lender, relief, client_of
    ):
        lender.post(at(cast.case, "answer"), data={**relief, "sure": "1"})
        for part in ("answer", "relief", "messages"):
            page = client_of(cast.complainant).get(at(cast.case, part))
            assert relief["to_body"] not in page.text
        assert (
            relief["to_complainant"]
            in client_of(cast.complainant).get(at(cast.case, "answer")).text
        )
        assert relief["to_body"] in client_of(cast.officer).get(at(cast.case, "answer")).text

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"relief": ""}, "relief"),
            ({"relief_fen": ""}, "relief_fen"),
            ({"kind": "contests"}, "relief"),
            ({"kind": "cannot_identify"}, "kind"),
        ],
    )
    def test_what_does_not_belong_together_is_said_beside_its_field(
        self, cast, lender, relief, change, field
    ):
        page = lender.post(at(cast.case, "answer"), data={**relief, **change, "sure": "1"})
        assert page.status_code == 200
        assert f'id="{field}-error"' in page.text
        assert relief["to_complainant"] in page.text
        assert answers.last(cast.case) is None

    def test_not_us_takes_the_case_off_the_desk(self, cast, lender):
        filled = {
            "kind": "not_us",
            "to_complainant": "该笔贷款不是我司发放。",
            "names_company": "澜舟小额贷款",
        }
        sent = lender.post(at(cast.case, "answer"), data={**filled, "sure": "1"})
        assert sent.location == "/cases"
        assert cast.case.stage is Stage.TRACING
        assert lender.get(at(cast.case, "answer")).status_code == 404

    def test_terms_lead_on_to_an_offer(self, cast, lender):
        filled = {"kind": "offers_terms", "to_complainant": "愿意减免罚息并分期。", "sure": "1"}
        sent = lender.post(at(cast.case, "answer"), data=filled)
        assert sent.location == at(cast.case, "offers")
        assert cast.case.stage is Stage.NEGOTIATION

    def test_another_company_of_the_loan_looks_on(self, session, client_of):
        respondent, guarantor = make_lender(), make_lender()
        cast = cast_at(
            Stage.WITH_LENDER, lender=respondent, loans=[make_loan(respondent, guarantor)]
        )
        onlooker = client_of(actor_of(make_lender_clerk(guarantor)))
        page = onlooker.get(at(cast.case, "answer"))
        assert page.status_code == 200
        assert "<form class" not in page.text
        sent = onlooker.post(
            at(cast.case, "answer"),
            data={"kind": "contests", "to_complainant": "不是我们", "sure": "1"},
        )
        assert sent.status_code == 200
        assert answers.last(cast.case) is None

    def test_withheld_names_stand_on_none_of_its_pages(self, session, client_of):
        cast = cast_at(Stage.WITH_LENDER, withheld=True, name="欧阳知微")
        session.commit()
        lender = client_of(cast.lender)
        for part in ("answer", "standstill", "pause"):
            assert "欧阳知微" not in lender.get(at(cast.case, part)).text


class TestStandstill:
    def test_is_answered_and_may_be_changed(self, cast, lender, now):
        until = (now + timedelta(days=30)).date()
        assert lender.get(at(cast.case, "standstill")).status_code == 200
        filled = {"answer": "until", **day_boxes("until_on", until)}
        assert lender.post(at(cast.case, "standstill"), data=filled).status_code == 303
        asked = admission.standstill(cast.case, cast.lender.organisation_id)
        assert (asked.answer, asked.until_on) == (StandstillAnswer.UNTIL, until)

        lender.post(at(cast.case, "standstill"), data={"answer": "no"})
        asked = admission.standstill(cast.case, cast.lender.organisation_id)
        assert (asked.answer, asked.until_on) == (StandstillAnswer.NO, None)

    def test_until_needs_its_day(self, cast, lender):
        page = lender.post(at(cast.case, "standstill"), data={"answer": "until"})
        assert 'id="until_on-error"' in page.text


class TestRelief:
    @pytest.fixture
    def complainant(self, cast, lender, relief, client_of):
        lender.post(at(cast.case, "answer"), data={**relief, "sure": "1"})
        return client_of(cast.complainant)

    def test_is_accepted_when_asked_twice(self, cast, complainant):
        page = complainant.get(at(cast.case, "relief"))
        assert "会员费未充分告知" in page.text
        assert "¥1,200.00" in page.text
        assert (
            'name="sure"'
            in complainant.post(at(cast.case, "relief"), data={"reply": "accept"}).text
        )
        assert cast.case.stage is Stage.WITH_LENDER
        complainant.post(at(cast.case, "relief"), data={"reply": "accept", "sure": "1"})
        assert cast.case.outcome is Outcome.RESOLVED_MONEY

    def test_is_declined(self, cast, complainant):
        complainant.post(at(cast.case, "relief"), data={"reply": "decline", "sure": "1"})
        assert cast.case.stage is Stage.NEGOTIATION

    def test_silence_is_closed_by_an_officer_without_a_yes(self, cast, complainant, client_of):
        officer = client_of(cast.officer)
        assert officer.get(at(cast.case, "relief/end")).status_code == 200
        officer.post(at(cast.case, "relief/end"))
        assert cast.case.outcome is Outcome.LENDER_ACTED
        assert answers.last(cast.case).relief_accepted is None


def test_a_bystander_case_can_be_answered(session, client_of):
    cast = cast_at(Stage.WITH_LENDER, lane=Lane.BYSTANDER)
    session.commit()
    lender = client_of(cast.lender)
    filled = {
        "kind": "accepts",
        "relief": "other",
        "to_complainant": "已把该号码移出催收名单。",
        **day_boxes("relief_by_on", cast.case.filed_at.date() + timedelta(days=3)),
        "sure": "1",
    }
    assert lender.post(at(cast.case, "answer"), data=filled).status_code == 303


class TestReceipt:
    """The company's own number and day of receipt."""

    def test_is_seen_by_both_beside_the_date_that_it_does_not_move(
        self, session, cast, lender, client_of, now
    ):
        assert (
            f'href="{at(cast.case, "receipt")}"' in lender.get(f"/cases/{cast.case.reference}").text
        )
        sent = {"number": "HD-77", **day_boxes("received_on", now.date())}
        assert lender.post(at(cast.case, "receipt"), data=sent).status_code == 303
        assert 'value="HD-77"' in lender.get(at(cast.case, "receipt")).text
        for part in ("", "/deadlines"):
            shown = client_of(cast.complainant).get(f"/cases/{cast.case.reference}{part}").text
            shown = shown.replace("\u00a0", " ")
            assert "机构写明：2026年3月4日收到投诉，编号 HD-77。" in shown
            assert "这不改变期限" in shown
            assert "2026年3月19日 周四 24:00 前" in shown
        assert (
            "机构编号 HD-77"
            in client_of(cast.complainant).get(f"/cases/{cast.case.reference}").text
        )

    def test_a_day_that_cannot_be_is_refused_beside_its_field(self, cast, lender, now):
        late = {"number": "", **day_boxes("received_on", (now + timedelta(days=1)).date())}
        assert "不能晚于今天" in lender.post(at(cast.case, "receipt"), data=late).text
        early = {"number": "", **day_boxes("received_on", (now - timedelta(days=1)).date())}
        assert "不可能在那之前收到" in lender.post(at(cast.case, "receipt"), data=early).text
