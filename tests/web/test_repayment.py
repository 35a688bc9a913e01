"""The pages of payments: what is due, what was reported, and the end."""

from datetime import timedelta

import pytest

from mediation import clock
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Outcome
from mediation.queries import repayment
from mediation.services.days import day_of
from tests.factories.late_stages import break_off, cast_at, pay, pay_all
from tests.web.test_budgets import counted


@pytest.fixture(autouse=True)
def noise(session):
    """Another plan with a payment that waits for its answer."""
    other = cast_at(Stage.PERFORMING)
    report = pay(other, 52_000, confirm=False)
    session.commit()
    return report


@pytest.fixture
def cast(session):
    found = cast_at(Stage.PERFORMING)
    session.commit()
    return found


@pytest.fixture
def borrower(cast, client_of):
    return client_of(cast.complainant)


@pytest.fixture
def lender(cast, client_of):
    return client_of(cast.lender)


def at(cast, part="repayment"):
    return f"/cases/{cast.case.reference}/{part}"


def payment(amount="520.00", **changes):
    today = day_of(clock.now())
    fields = {
        "amount": amount,
        "paid_on-year": today.year,
        "paid_on-month": today.month,
        "paid_on-day": today.day,
        "words": "银行转账",
    }
    return fields | changes


class TestIndex:
    def test_lists_every_payment_with_its_day(self, cast, borrower):
        page = borrower.get(at(cast)).text
        assert page.count("pay-state") == 15
        assert "第 1 期还差" in page.replace("\xa0", " ")

    def test_what_is_late_is_said_first(self, cast, client_of, clock):
        clock.advance(timedelta(days=40))
        page = client_of(cast.complainant).get(at(cast)).text
        assert "已到期" in page
        assert page.count("row-late") == 1

    def test_part_of_one_shows_as_part(self, session, cast, client_of):
        pay(cast, 30_000)
        session.commit()
        page = client_of(cast.lender).get(at(cast)).text
        assert "付了一部分" in page
        assert "¥300.00" in page

    @pytest.mark.parametrize("count", [1, 12])
    def test_costs_the_same_whatever_was_paid(self, session, cast, client_of, count):
        for _ in range(count):
            pay(cast, 10_000)
        session.commit()
        reader = client_of(cast.complainant)
        with counted() as seen:
            reader.get(at(cast))
        assert len(seen) <= 8


class TestReport:
    def test_the_next_open_sum_stands_in_the_form(self, cast, borrower):
        assert 'value="520.00"' in borrower.get(at(cast, "repayment/payments/new")).text

    def test_is_reported_and_then_confirmed_by_the_other_side(self, cast, borrower, lender):
        assert borrower.post(at(cast, "repayment/payments/new"), data=payment()).status_code == 303
        (report,) = {row.report_id for row in repayment.payments(cast.case)}
        assert "到账了吗" in lender.get(at(cast)).text
        assert "到账了吗" not in borrower.get(at(cast)).text
        address = at(cast, f"repayment/payments/{report}/answer")
        assert "¥520.00" in lender.get(address).text
        lender.post(address, data={"answer": "arrived"})
        assert repayment.schedule(cast.case)[0].paid_fen == 52_000

    def test_or_said_not_to_have_arrived(self, session, cast, lender):
        report = pay(cast, 52_000, confirm=False)
        session.commit()
        lender.post(at(cast, f"repayment/payments/{report}/answer"), data={"answer": "missing"})
        assert repayment.schedule(cast.case)[0].rest_fen == 52_000

    def test_an_answer_that_is_neither_changes_nothing(self, session, cast, lender):
        report = pay(cast, 52_000, confirm=False)
        session.commit()
        lender.post(at(cast, f"repayment/payments/{report}/answer"), data={"answer": "perhaps"})
        assert repayment.schedule(cast.case)[0].reported_fen == 52_000

    def test_more_than_is_owed_is_said_beside_the_sum(self, cast, borrower):
        page = borrower.post(at(cast, "repayment/payments/new"), data=payment("7800.01"))
        assert "超过了还没付的" in page.text
        assert repayment.payments(cast.case) == []

    def test_one_of_another_case_is_not_found(self, cast, lender, noise):
        address = at(cast, f"repayment/payments/{noise}/answer")
        assert lender.get(address).status_code == 404
        assert lender.post(address, data={"answer": "arrived"}).status_code == 404


class TestTheEnd:
    def test_both_say_that_the_rest_was_done(self, session, cast, client_of):
        pay_all(cast)
        session.commit()
        for actor in (cast.complainant, cast.lender):
            client_of(actor).post(at(cast, "repayment/performance"))
        assert cast.case.outcome is Outcome.SETTLED_PERFORMED

    def test_the_body_closes_what_one_side_does_not(self, session, cast, client_of):
        pay_all(cast)
        session.commit()
        officer = client_of(cast.officer)
        assert "repayment/completion" in officer.get(at(cast)).text
        officer.post(at(cast, "repayment/completion"), data={"words": "电话核实过"})
        assert cast.case.stage is Stage.CLOSED


class TestBreach:
    def test_a_side_reports_the_other(self, cast, borrower):
        borrower.post(
            at(cast, "repayment/breach"), data={"side": "lender", "words": "签约后仍在催收"}
        )
        assert cast.case.stage is Stage.BREACHED
        assert "签约后仍在催收" in borrower.get(at(cast)).text

    def test_and_can_choose_nobody_else(self, cast, borrower):
        page = borrower.post(
            at(cast, "repayment/breach"), data={"side": "complainant", "words": "…"}
        )
        assert "error-summary" in page.text
        assert cast.case.stage is Stage.PERFORMING

    def test_is_put_right_in_the_eyes_of_the_other(self, session, cast, client_of):
        break_off(cast)
        session.commit()
        assert client_of(cast.complainant).post(at(cast, "repayment/cure")).status_code == 403
        client_of(cast.lender).post(at(cast, "repayment/cure"))
        assert cast.case.stage is Stage.PERFORMING

    def test_or_talked_over_again(self, session, cast, client_of):
        break_off(cast)
        session.commit()
        client_of(cast.mediator).post(at(cast, "repayment/talks"))
        assert cast.case.stage is Stage.MEDIATION
