"""The pages on which a case is withdrawn, closed by hand, or opened again."""

import pytest

from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Outcome
from mediation.queries import correspondence
from tests.factories.stages import STEPS, cast_at


def at(case, part):
    return f"/cases/{case.reference}/{part}"


@pytest.fixture
def make(session):
    def at_stage(stage):
        cast = cast_at(stage)
        session.commit()
        return cast

    return at_stage


class TestWithdrawal:
    filled = {"reason": "settled", "words": "公司打电话让我撤诉"}

    @pytest.mark.parametrize("stage", [stage for stage in STEPS if stage is not Stage.CLOSED])
    def test_at_any_stage_when_asked_twice(self, make, client_of, stage):
        cast = make(stage)
        visitor = client_of(cast.complainant)
        assert visitor.get(at(cast.case, "withdrawal")).status_code == 200
        assert 'name="sure"' in visitor.post(at(cast.case, "withdrawal"), data=self.filled).text
        assert cast.case.stage is stage
        visitor.post(at(cast.case, "withdrawal"), data={**self.filled, "sure": "1"})
        assert cast.case.outcome is Outcome.SETTLED_THEMSELVES

    def test_what_was_said_does_not_reach_the_lender(self, make, client_of):
        cast = make(Stage.NEGOTIATION)
        client_of(cast.complainant).post(
            at(cast.case, "withdrawal"), data={**self.filled, "sure": "1"}
        )
        assert [m.body for m in correspondence.shown(cast.case, actor=cast.officer)] == [
            self.filled["words"]
        ]
        assert correspondence.shown(cast.case, actor=cast.lender) == []

    def test_nobody_else_withdraws(self, make, client_of):
        cast = make(Stage.NEGOTIATION)
        for who in (cast.officer, cast.lender):
            sent = client_of(who).post(at(cast.case, "withdrawal"), data={"sure": "1"})
            assert sent.status_code == 404


class TestClosure:
    filled = {"outcome": "settled_themselves", "words": "双方来电确认已自行和解。"}

    def test_closes_with_a_fitting_outcome(self, make, client_of):
        cast = make(Stage.NEGOTIATION)
        officer = client_of(cast.officer)
        assert officer.get(at(cast.case, "closure")).status_code == 200
        assert 'name="sure"' in officer.post(at(cast.case, "closure"), data=self.filled).text
        officer.post(at(cast.case, "closure"), data={**self.filled, "sure": "1"})
        assert cast.case.outcome is Outcome.SETTLED_THEMSELVES

    def test_no_other_outcome_can_be_chosen(self, make, client_of):
        cast = make(Stage.NEGOTIATION)
        sent = client_of(cast.officer).post(
            at(cast.case, "closure"), data={"outcome": "awarded", "words": "无", "sure": "1"}
        )
        assert 'id="outcome-error"' in sent.text
        assert cast.case.stage is Stage.NEGOTIATION

    def test_a_party_does_not_close(self, make, client_of):
        cast = make(Stage.NEGOTIATION)
        assert client_of(cast.lender).get(at(cast.case, "closure")).status_code == 404


class TestUncompleted:
    def test_needs_two_ways(self, make, client_of):
        cast = make(Stage.RETURNED)
        officer = client_of(cast.officer)
        assert officer.get(at(cast.case, "return/end")).status_code == 200
        page = officer.post(at(cast.case, "return/end"), data={"tried": ["phone"], "sure": "1"})
        assert 'id="tried-error"' in page.text
        officer.post(at(cast.case, "return/end"), data={"tried": ["phone", "email"], "sure": "1"})
        assert cast.case.outcome is Outcome.NOT_COMPLETED


class TestReopening:
    def test_starts_anew_with_a_reason(self, make, client_of):
        cast = make(Stage.CLOSED)
        officer = client_of(cast.officer)
        assert officer.get(at(cast.case, "reopening")).status_code == 200
        sent = officer.post(
            at(cast.case, "reopening"), data={"reason": "new_facts", "words": "找到了合同"}
        )
        assert sent.status_code == 303
        assert cast.case.stage is Stage.RECEIVED
        assert cast.case.outcome is None

    def test_without_a_reason_it_stays_closed(self, make, client_of):
        cast = make(Stage.CLOSED)
        page = client_of(cast.officer).post(at(cast.case, "reopening"), data={"words": "x"})
        assert "error-summary" in page.text
        assert cast.case.stage is Stage.CLOSED
