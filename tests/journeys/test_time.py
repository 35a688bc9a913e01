"""A date in a browser: unfolded, extended by the company, and read by the complainant."""

import re

import pytest

from tests.journeys.people import Chinese
from tests.world.browser import DESK, PHONE

COMPLAINANTS = ("borrower", "borrower2", "bystander")
LENDERS = ("lender", "lender2")
EXTENSION = re.compile(r"/cases/[^/]+/deadlines/\d+/extension")
TOLD = re.compile(r"\d+年\d+月\d+日 周. 24:00 前")


@pytest.fixture
def at_desk(demo, visit):
    """Somebody of the demo world at a desk."""

    def sign_in(name):
        person = Chinese(visit(demo, viewport=DESK, java_script_enabled=False))
        person.sign_in(name)
        return person

    return sign_in


@pytest.fixture
def on_phone(demo, visit):
    """Somebody of the demo world with a telephone, its scripts switched off."""

    def sign_in(name):
        person = Chinese(visit(demo, viewport=PHONE, java_script_enabled=False))
        person.sign_in(name)
        return person

    return sign_in


def cases_of(person, bucket="all"):
    person.go(f"/cases?bucket={bucket}")
    return [link.inner_text() for link in person.main.locator("a.ref").all()]


def owners(on_phone):
    """Whose each case of the demo world is, of those with an account."""
    people = [on_phone(name) for name in COMPLAINANTS]
    return {reference: person for person in people for reference in cases_of(person)}


def extendable(at_desk, known):
    """A company with an answer to somebody known that it may give more time, and the page."""
    for name in LENDERS:
        lender = at_desk(name)
        for reference in set(cases_of(lender, "with_lender")) & set(known):
            lender.go(f"/cases/{reference}/deadlines")
            for link in lender.main.locator("a[href$='/extension']").all():
                return lender, reference, link.get_attribute("href")
    raise AssertionError("no answer of the demo world can be extended")


def last_day(text):
    return TOLD.findall(text.replace("\u00a0", " "))


def test_a_date_is_unfolded_extended_and_read(at_desk, on_phone):
    known = owners(on_phone)
    lender, reference, address = extendable(at_desk, known)
    assert EXTENSION.fullmatch(address)

    lender.go(f"/cases/{reference}")
    reasons = lender.main.locator(".due + details.why-date")
    assert not reasons.locator("li").first.is_visible()
    reasons.locator("summary").click()
    assert "规则：机构书面答复，15 天" in reasons.inner_text().replace("\u00a0", " ")

    ends = []
    for reason, more in (("总部正在调取合同。", {}), ("仍未调到。", {"贵机构的批准人": "李建国"})):
        lender.go(address)
        ends.append(last_day(lender.text))
        lender.fill({"为什么需要更多时间": reason, **more})
        lender.press("延长")
        assert "已延长" in lender.page.inner_text("body")
    assert ends[0][1] == ends[1][0]
    lender.go(address)
    assert "不能再延长" in lender.text

    person = known[reference]
    person.go(f"/cases/{reference}/deadlines")
    said = person.text.replace("\u00a0", " ")
    for words in (
        "延长了15 天，由机构延长。理由：总部正在调取合同。",
        "延长了30 天，由机构延长。理由：仍未调到。",
        "批准人：李建国。",
        "不答复不等于承认",
        ends[1][1],
    ):
        assert words in said, words
    assert person.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
