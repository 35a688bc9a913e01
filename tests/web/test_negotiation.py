"""The pages of offers: written, looked at, sent, answered."""

from datetime import timedelta

import pytest

from mediation import clock
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage
from mediation.domain.negotiation import Every, OfferAnswer
from mediation.domain.spaces import Side
from mediation.queries import negotiation
from mediation.services.days import day_of
from tests.factories.late_stages import cast_at, offer, plan
from tests.web.test_budgets import counted


@pytest.fixture(autouse=True)
def noise(session):
    """Another case with an offer, whose number fits no address here."""
    other = cast_at(Stage.NEGOTIATION)
    made = offer(other)
    session.commit()
    return made


@pytest.fixture
def cast(session):
    found = cast_at(Stage.NEGOTIATION)
    session.commit()
    return found


@pytest.fixture
def borrower(cast, client_of):
    return client_of(cast.complainant)


@pytest.fixture
def lender(cast, client_of):
    return client_of(cast.lender)


@pytest.fixture
def made(session, cast):
    found = offer(cast)
    session.commit()
    return found


def at(cast, part="offers"):
    return f"/cases/{cast.case.reference}/{part}"


def filled(**changes):
    first = day_of(clock.now()) + timedelta(days=30)
    until = day_of(clock.now()) + timedelta(days=10)
    fields = {
        "payer": "complainant",
        "total": "5,838.04",
        "instalments": "12",
        "every": "month",
        "words": "签署后停止催收",
        "first_due_on-year": first.year,
        "first_due_on-month": first.month,
        "first_due_on-day": first.day,
        "answer_by-year": until.year,
        "answer_by-month": until.month,
        "answer_by-day": until.day,
    }
    return fields | changes


def newest(cast):
    entries = negotiation.ledger(cast.case)
    return entries[0] if entries else None


class TestNew:
    def test_shows_the_arithmetic_before_anything_is_sent(self, cast, borrower):
        page = borrower.post(at(cast, "offers/new"), data=filled())
        assert page.status_code == 200
        for figure in ("¥486.50", "¥486.54", "¥5,838.04", "2027年3月"):
            assert figure in page.text.replace("\xa0", "")
        assert newest(cast) is None

    def test_is_sent_from_the_page_that_shows_it(self, cast, borrower):
        answer = borrower.post(at(cast, "offers/new"), data=filled(step="send"))
        assert answer.status_code == 303
        sent = newest(cast).offer
        assert (sent.total_fen, sent.instalments, sent.every) == (583_804, 12, Every.MONTH)
        assert sent.side is Side.COMPLAINANT

    def test_everything_typed_comes_back_for_a_change(self, cast, borrower):
        page = borrower.post(at(cast, "offers/new"), data=filled(step="change"))
        assert 'value="5,838.04"' in page.text
        assert "签署后停止催收" in page.text
        assert newest(cast) is None

    def test_without_money_nothing_of_a_plan_is_asked(self, cast, borrower):
        empty = {"total": "", "instalments": "", "first_due_on-year": ""}
        none = filled(payer="nobody", **empty) | {
            "first_due_on-month": "",
            "first_due_on-day": "",
            "step": "send",
        }
        assert borrower.post(at(cast, "offers/new"), data=none).status_code == 303
        assert newest(cast).offer.instalments == 0

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"total": ""}, "请填总金额"),
            ({"instalments": ""}, "请填分几期"),
            ({"first_due_on-year": "2020"}, "已经过了"),
            ({"answer_by-year": "2028"}, "最长"),
            ({"total": "0.05"}, "分不了这么多期"),
            ({"payer": "nobody", "total": "", "words": ""}, "请写明约定什么"),
        ],
    )
    def test_what_is_wrong_is_said_beside_its_field(self, cast, borrower, wrong, words):
        page = borrower.post(at(cast, "offers/new"), data=filled(step="send", **wrong))
        assert page.status_code == 200
        assert words in page.text
        assert "error-summary" in page.text
        assert newest(cast) is None

    def test_while_the_other_sides_stands_one_is_led_to_the_counter_offer(
        self, cast, borrower, made
    ):
        answer = borrower.get(at(cast, "offers/new"))
        assert answer.headers["Location"].endswith(f"/offers/{made.id}/counter")

    def test_ones_own_is_replaced_by_what_was_seen(self, cast, lender, made):
        page = lender.post(at(cast, "offers/new"), data=filled())
        assert f'name="standing" value="{made.id}"' in page.text
        lender.post(at(cast, "offers/new"), data=filled(step="send", standing=made.id))
        assert newest(cast).offer.number == made.number + 1

    def test_sent_twice_it_is_made_once(self, cast, borrower):
        for status in (303, 409):
            answer = borrower.post(at(cast, "offers/new"), data=filled(step="send"))
            assert answer.status_code == status
        assert len(negotiation.ledger(cast.case)) == 1

    def test_an_older_offer_can_be_the_beginning(self, session, cast, lender, made):
        page = lender.get(at(cast, f"offers/new?like={made.id}"))
        assert 'value="7,800.00"' in page.text

    def test_another_cases_offer_is_no_beginning(self, cast, lender, noise):
        page = lender.get(at(cast, f"offers/new?like={noise.id}"))
        assert 'value="7,800.00"' not in page.text


class TestIndex:
    def test_shows_both_offers_and_which_sum_is_better_for_the_reader(
        self, session, cast, client_of, borrower
    ):
        own = offer(cast, by="complainant", terms=plan(total_fen=500_000))
        session.commit()
        lender = client_of(cast.lender)
        lender.post(at(cast, f"offers/{own.id}/counter"), data=filled(step="send", total="9850"))
        page = borrower.get(at(cast)).text
        assert page.index("对方的方案") < page.index("您的方案")
        assert page.count('<td class="better">') == 2
        assert "您怎么答复？" in page

    def test_the_maker_is_not_asked_for_an_answer(self, cast, lender, made):
        page = lender.get(at(cast)).text
        assert "您的方案在等对方答复" in page
        assert "您怎么答复？" not in page

    def test_those_between_them_see_whose_is_whose(self, cast, client_of, made):
        page = client_of(cast.officer).get(at(cast)).text
        assert "机构的方案" in page
        assert "提方案" not in page

    def test_a_bystander_is_offered_no_offers(self, session, client_of):
        cast = cast_at(Stage.NEGOTIATION, lane=Lane.BYSTANDER)
        session.commit()
        for actor in (cast.complainant, cast.lender, cast.officer):
            for part in ("offers", "agreement", "repayment"):
                assert client_of(actor).get(at(cast, part)).status_code == 404


class TestAnswers:
    @pytest.mark.parametrize(
        ("answer", "page"),
        [("counter", "counter"), ("accept", "acceptance"), ("reject", "rejection")],
    )
    def test_the_three_answers_lead_to_their_pages(self, cast, borrower, made, answer, page):
        found = borrower.get(at(cast, f"offers/{made.id}/answer?answer={answer}"))
        assert found.headers["Location"].endswith(f"/offers/{made.id}/{page}")

    def test_accepting_asks_first_and_says_that_nothing_binds_yet(self, cast, borrower, made):
        page = borrower.get(at(cast, f"offers/{made.id}/acceptance"))
        assert "没有约束力" in page.text
        assert cast.case.stage is Stage.NEGOTIATION
        borrower.post(at(cast, f"offers/{made.id}/acceptance"))
        assert cast.case.stage is Stage.AGREEMENT

    def test_accepting_twice_is_told_clearly(self, cast, borrower, made):
        borrower.post(at(cast, f"offers/{made.id}/acceptance"))
        again = borrower.post(at(cast, f"offers/{made.id}/acceptance"))
        assert again.status_code == 409

    def test_one_that_is_late_is_dated_anew_first(self, session, cast, client_of, clock):
        made = offer(cast, terms=plan(days=2), stands_until_at=None)
        session.commit()
        clock.advance(timedelta(days=3))
        borrower = client_of(cast.complainant)
        page = borrower.get(at(cast, f"offers/{made.id}/acceptance"))
        assert f"/offers/{made.id}/date" in page.text
        until = day_of(clock.now()) + timedelta(days=9)
        first = day_of(clock.now()) + timedelta(days=20)
        days = {
            f"{name}-{part}": getattr(day, part)
            for name, day in (("first_due_on", first), ("answer_by", until))
            for part in ("year", "month", "day")
        }
        answer = borrower.post(at(cast, f"offers/{made.id}/date"), data=days)
        assert answer.status_code == 303
        assert newest(cast).offer.first_due_on == first
        assert newest(cast).offer.side is Side.COMPLAINANT

    def test_a_no_carries_its_reason(self, cast, borrower, made):
        borrower.post(at(cast, f"offers/{made.id}/rejection"), data={"words": "每月还不起"})
        assert newest(cast).end.answer is OfferAnswer.REJECTED
        assert "每月还不起" in borrower.get(at(cast)).text

    def test_the_maker_takes_it_back(self, cast, lender, made):
        lender.post(at(cast, f"offers/{made.id}/withdrawal"))
        assert newest(cast).end.answer is OfferAnswer.WITHDRAWN

    @pytest.mark.parametrize("page", ["acceptance", "rejection", "withdrawal", "counter", "date"])
    def test_an_offer_of_another_case_is_not_found(self, cast, borrower, noise, page):
        assert borrower.get(at(cast, f"offers/{noise.id}/{page}")).status_code == 404
        assert borrower.post(at(cast, f"offers/{noise.id}/{page}")).status_code == 404

    def test_the_arbitration_body_never_sees_offers(self, session, client_of):
        cast = cast_at(Stage.ARBITRATION)
        session.commit()
        clerk = client_of(cast.clerk)
        for part in ("offers", "hearings"):
            assert clerk.get(at(cast, part)).status_code == 404
        assert clerk.get(at(cast, "arbitration")).status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_whatever_the_number_of_offers(session, cast, client_of, count):
    for _ in range(count):
        standing = negotiation.unended(cast.case)
        offer(cast, instead_of=standing.id if standing else None)
        session.flush()
    session.commit()
    borrower = client_of(cast.complainant)
    with counted() as seen:
        borrower.get(at(cast))
    assert len(seen) <= 6
