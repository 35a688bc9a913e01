"""The pages of arbitration and court: agreement, check, referral, registration, award, papers."""

import io

import pytest

from mediation import clock
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Outcome
from mediation.queries import arbitration, court, repayment
from mediation.services.days import day_of
from tests.factories.late_stages import (
    agree_to_arbitrate,
    cast_at,
    end_talks,
    register,
    send_to_court,
)

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


@pytest.fixture
def cast(session):
    found = cast_at(Stage.MEDIATION)
    session.commit()
    return found


@pytest.fixture
def registered(session):
    found = cast_at(Stage.ARBITRATION)
    register(found)
    session.commit()
    return found


def at(cast, part="arbitration"):
    return f"/cases/{cast.case.reference}/{part}"


def dated(name):
    today = day_of(clock.now())
    return {f"{name}-year": today.year, f"{name}-month": today.month, f"{name}-day": today.day}


def paid(**changes):
    fields = {
        "payer": "complainant",
        "total": "3000",
        "instalments": "3",
        "every": "month",
        **dated("first_due_on"),
    }
    return fields | changes


def award(file=PDF, name="裁决书.pdf", **changes):
    fields = {
        **paid(),
        "kind": "award",
        "number": "（2026）仲裁字第 9 号",
        **dated("issued_on"),
        "words": "被申请人分三期支付。",
        "document": (io.BytesIO(file), name),
    }
    return fields | changes


class TestAgreement:
    def test_is_written_down_and_checked(self, cast, client_of):
        data = {"body": cast.arbitration_body.id, **dated("agreed_on"), "clause": "提交仲裁。"}
        client_of(cast.lender).post(at(cast, "arbitration/agreement"), data=data)
        assert arbitration.newest_agreement(cast.case).valid is None
        officer = client_of(cast.officer)
        assert "提交仲裁。" in officer.get(at(cast, "arbitration/agreement/check")).text
        officer.post(at(cast, "arbitration/agreement/check"), data={"valid": "yes"})
        assert arbitration.newest_agreement(cast.case).valid is True
        assert "有效" in client_of(cast.complainant).get(at(cast)).text

    def test_only_an_officer_checks(self, cast, client_of):
        for actor in (cast.mediator, cast.lender):
            page = client_of(actor).get(at(cast, "arbitration/agreement/check"))
            assert page.status_code == 404


class TestReferral:
    def test_says_what_is_missing_and_what_goes_along(self, session, cast, client_of):
        mediator = client_of(cast.mediator)
        assert "没有登记仲裁协议" in mediator.get(at(cast, "arbitration/referral")).text
        agree_to_arbitrate(cast)
        session.commit()
        page = mediator.get(at(cast, "arbitration/referral")).text
        assert "没有登记仲裁协议" not in page
        assert "一并移送的内容" in page

    def test_lays_the_case_before_the_body(self, session, cast, client_of):
        clerk = client_of(cast.clerk)
        assert clerk.get(at(cast)).status_code == 404
        agree_to_arbitrate(cast)
        session.commit()
        data = {"reason": "gap_too_wide"}
        client_of(cast.mediator).post(at(cast, "arbitration/referral"), data=data)
        assert clerk.get(at(cast)).status_code == 200
        assert clerk.get(at(cast, "")[:-1]).status_code == 200

    def test_a_reason_of_another_stage_is_not_offered(self, session, cast, client_of):
        agree_to_arbitrate(cast)
        session.commit()
        page = client_of(cast.mediator).post(
            at(cast, "arbitration/referral"), data={"reason": "agreement_broken"}
        )
        assert "error-summary" in page.text
        assert cast.case.stage is Stage.MEDIATION


class TestTheBody:
    def test_registers_or_does_not_take(self, session, client_of):
        for part, data, stage in (
            ("registration", {"number": "118"}, Stage.ARBITRATION),
            ("refusal", {"words": "不属受理范围"}, Stage.CLOSED),
        ):
            cast = cast_at(Stage.ARBITRATION)
            session.commit()
            client_of(cast.clerk).post(at(cast, f"arbitration/{part}"), data=data)
            assert cast.case.stage is stage

    def test_records_the_award_with_its_document(self, registered, client_of):
        clerk = client_of(registered.clerk)
        answer = clerk.post(at(registered, "arbitration/award"), data=award())
        assert answer.status_code == 303
        (made,) = arbitration.awards(registered.case)
        document = client_of(registered.complainant).get(
            at(registered, f"evidence/{made.evidence_id}/file"), buffered=True
        )
        assert document.data == PDF
        assert len(repayment.schedule(registered.case)) == 3
        assert registered.case.stage is Stage.PERFORMING

    def test_without_payment_the_case_ends(self, registered, client_of):
        empty = {"total": "", "instalments": "", "first_due_on-year": ""}
        data = award(payer="nobody", kind="dismissed", **empty)
        data |= {"first_due_on-month": "", "first_due_on-day": ""}
        client_of(registered.clerk).post(at(registered, "arbitration/award"), data=data)
        assert registered.case.outcome is Outcome.AWARDED

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"number": ""}, "error-summary"),
            ({"document": ""}, "请选择一个文件"),
            ({"file": b""}, "文件"),
            ({"file": b"MZ\x90\x00" + b"\x00" * 60, "name": "x.exe"}, "文件"),
            ({"kind": "dismissed"}, "驳回请求时没有要付的款项"),
            ({"total": ""}, "请填总金额"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_recorded(self, registered, client_of, wrong, words):
        page = client_of(registered.clerk).post(
            at(registered, "arbitration/award"), data=award(**wrong)
        )
        assert page.status_code == 200
        assert words in page.text
        assert "error-summary" in page.text
        assert arbitration.awards(registered.case) == []

    def test_another_body_finds_nothing(self, session, registered, client_of):
        stranger = cast_at(Stage.ARBITRATION).clerk
        session.commit()
        page = client_of(stranger).get(at(registered, "arbitration/award"))
        assert page.status_code == 404


class TestCourt:
    def test_the_referral_issues_the_certificate(self, cast, client_of):
        answer = client_of(cast.mediator).post(
            at(cast, "court/referral"), data={"reason": "gap_too_wide"}
        )
        assert answer.headers["Location"].endswith("/court/certificate")
        page = client_of(cast.complainant).get(at(cast, "court/certificate")).text
        assert cast.case.complainant_name in page
        assert "不判断谁对谁错" in page

    def test_after_a_failed_mediation_it_is_issued_on_demand(self, session, cast, client_of):
        end_talks(cast)
        session.commit()
        officer = client_of(cast.officer)
        assert officer.get(at(cast, "court/certificate")).status_code == 404
        assert "court/certificate/new" in officer.get(at(cast)).text
        officer.post(at(cast, "court/certificate/new"), data={"sure": "1"})
        assert officer.get(at(cast, "court/certificate")).status_code == 200
        assert "court/certificate/new" not in officer.get(at(cast)).text

    def test_papers_result_and_end(self, session, cast, client_of):
        send_to_court(cast)
        session.commit()
        officer = client_of(cast.officer)
        officer.post(at(cast, "court/papers"), data={**dated("on"), "words": "起诉状"})
        assert len(court.records(cast.case)) == 2
        data = paid(number="（2026）民初 1 号", words="判令支付。") | dated("on")
        assert officer.post(at(cast, "court/result"), data=data).status_code == 303
        assert cast.case.stage is Stage.PERFORMING

    def test_it_ends_with_an_outcome_of_the_list(self, session, cast, client_of):
        send_to_court(cast)
        session.commit()
        officer = client_of(cast.officer)
        data = {"outcome": "awarded", "words": "已结"}
        assert "error-summary" in officer.post(at(cast, "court/end"), data=data).text
        officer.post(at(cast, "court/end"), data=data | {"outcome": "court_confirmed"})
        assert cast.case.outcome is Outcome.COURT_CONFIRMED

    def test_a_withheld_name_stays_withheld_from_the_lender(self, session, client_of):
        cast = cast_at(Stage.COURT, withheld=True)
        session.commit()
        name = cast.case.complainant_name
        assert name in client_of(cast.complainant).get(at(cast, "court/certificate")).text
        for part in ("court/certificate", "arbitration", "offers", "hearings", "agreement"):
            assert name not in client_of(cast.lender).get(at(cast, part)).text
