"""What an officer finds when looking at a complaint."""

import pytest

from mediation.domain.admission import Verdict
from mediation.domain.lifecycle import Stage
from mediation.domain.parties import ConsentKind
from mediation.models.organisations import Organisation
from mediation.queries import admission
from mediation.services.consents import withdraw_consent
from tests.factories.drafts import make_loan
from tests.factories.organisations import make_arbitration_body, make_lender
from tests.factories.stages import cast_at


@pytest.fixture(autouse=True)
def noise(session):
    """Another case, returned, with a company and consents of its own."""
    return cast_at(Stage.RETURNED)


class TestConsents:
    def test_are_those_that_run(self, session, now):
        cast = cast_at(Stage.RECEIVED)
        given = admission.consents(cast.case)
        assert ConsentKind.PASS_TO_LENDER in given
        assert ConsentKind.ARBITRATION not in given
        withdraw_consent(
            cast.case, kind=ConsentKind.PASS_TO_LENDER, actor=cast.complainant, now=now
        )
        session.flush()
        assert ConsentKind.PASS_TO_LENDER not in admission.consents(cast.case)


class TestRespondents:
    def test_are_the_companies_of_this_case_that_still_stand(self, session, now):
        lender, platform = make_lender(), make_lender()
        cast = cast_at(Stage.RECEIVED, lender=lender, loans=[make_loan(lender, platform)])
        assert [one.name for one in admission.respondents(cast.case)] == [
            lender.name,
            platform.name,
        ]
        admission.respondents(cast.case)[1].company.ended_at = now
        session.flush()
        assert [one.name for one in admission.respondents(cast.case)] == [lender.name]


class TestLastDecision:
    def test_is_of_this_case_and_kind(self, session, noise):
        cast = cast_at(Stage.RECEIVED)
        assert admission.last_decision(cast.case, Verdict.RETURNED) is None
        assert admission.last_decision(noise.case, Verdict.RETURNED) is not None
        assert admission.last_decision(noise.case, Verdict.DECLINED) is None


class TestLendersNamed:
    @pytest.fixture
    def known(self, session):
        return make_lender(name="禾渡消费金融", name_en="Hedu Finance", aliases="笺贷\n小禾")

    @pytest.mark.parametrize("words", ["禾渡", "hedu", "笺贷", "消费金融"])
    def test_are_found_by_name_and_by_app(self, known, words):
        assert known in admission.lenders_named(words)

    @pytest.mark.parametrize("words", ["%", "_", "\\", "没有"])
    def test_signs_are_letters(self, known, words):
        assert admission.lenders_named(words) == []

    def test_no_other_kind_of_body_and_nobody_suspended(self, session, known, now):
        make_arbitration_body(name="禾渡仲裁委员会")
        known.suspended_at = now
        session.flush()
        assert admission.lenders_named("禾渡") == []
        assert admission.lender(known.id) is None

    def test_no_more_than_a_screenful(self, session):
        for number in range(admission.CHOICES + 3):
            make_lender(name=f"某某小贷{number}")
        assert len(admission.lenders_named("某某小贷")) == admission.CHOICES


def test_a_name_stands_as_it_is_known_here(session, now):
    cast = cast_at(Stage.RECEIVED)
    organisation = session.get_one(Organisation, cast.lender.organisation_id)
    organisation.name = "改名以后的公司"
    session.flush()
    assert admission.respondents(cast.case)[0].name == "改名以后的公司"
