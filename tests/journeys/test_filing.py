"""Complaints from the first page to the last, through the pages, in a real browser."""

import re
from functools import partial

import pytest

from tests.journeys import to_award, to_settlement
from tests.journeys.people import Chinese, English
from tests.journeys.town import PAPERS, living
from tests.world.browser import DESK

REFERENCE = re.compile(r"M\d{4}-\w{8}")
CODE = re.compile(r"\w{4}-\w{4}-\w{4}")


@pytest.fixture
def town(browser, tmp_path):
    with living(tmp_path) as made:
        yield made


def receipt(person):
    """Number and follow-up code, as the receipt shows them."""
    return REFERENCE.search(person.text)[0], CODE.search(person.text.split("\n", 1)[1])[0]


def test_a_complaint_is_settled_and_the_settlement_kept(town, visit):
    """In Chinese, on telephones."""
    borrower, officer, lender, mediator = (Chinese(visit(town.address)) for _ in range(4))
    to_settlement.say_who(town, borrower)
    to_settlement.say_what(borrower)
    to_settlement.say_the_rest(borrower)
    reference, code = receipt(borrower)
    case = f"/cases/{reference}"
    back = partial(borrower.come_back, reference, code)

    to_settlement.admit_and_answer(officer, lender, case)
    back()
    to_settlement.find_a_mediator(borrower, officer, lender, mediator, case)
    to_settlement.exchange_evidence(borrower, lender, mediator, case)
    to_settlement.meet(town, borrower, lender, mediator, case, back)
    to_settlement.agree(town, borrower, lender, case)
    mediator.go(case)
    mediator.follow("起草协议")
    mediator.press("交双方签署")
    to_settlement.sign(borrower, case, "钟小雨")
    to_settlement.sign(lender, case, "宋闻笛")
    to_settlement.sign(mediator, case, "程明澜")
    for _ in range(3):
        to_settlement.pay(borrower, lender, case)
    for side in (borrower, lender):
        side.go(f"{case}/repayment")
        side.follow("其他约定都已做到")
        side.press("是，都做到了")

    borrower.go(case)
    assert "已结案" in borrower.text
    assert "达成协议并履行完毕" in borrower.text


def test_a_complaint_goes_on_to_an_award(town, visit):
    """In English, at desks."""
    desk = partial(visit, town.address, locale="en-GB", viewport=DESK)
    borrower, officer, lender, mediator, clerk = (English(desk()) for _ in range(5))
    to_award.file_in_english(town, borrower)
    reference, code = receipt(borrower)
    case = f"/cases/{reference}"
    borrower.come_back(reference, code)

    to_award.contest(officer, lender, case)
    to_award.open_mediation(borrower, officer, lender, mediator, case)
    to_award.confide(borrower, lender, mediator, case)
    to_award.hand_over(officer, mediator, case)
    to_award.decide(town, clerk, case)

    borrower.go(f"{case}/arbitration")
    assert "(2026) LAC A 377" in borrower.text
    borrower.go(f"{case}/evidence")
    borrower.follow("award-zh.pdf")
    with borrower.page.expect_download() as sent:
        borrower.main.get_by_role("link", name="Download the original").click()
    assert sent.value.path().read_bytes() == (PAPERS / "award-zh.pdf").read_bytes()
    borrower.go(f"{case}/repayment")
    assert "¥960.00" in borrower.text
