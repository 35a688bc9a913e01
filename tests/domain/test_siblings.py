"""What goes to one lender does not tell of another by accident."""

import pytest

from mediation.domain.complaints import complaints_of
from mediation.domain.intake import Step
from mediation.domain.siblings import mentions_in
from tests.domain.test_complaints import company, content

HEDU, CHENG = "禾渡消费金融有限公司", "橙橡小贷"


def loan(key, name, *companies):
    return {
        "key": key,
        "name": name,
        "companies": [company(each, "lender", number) for number, each in enumerate(companies, 1)],
    }


def mentions(*loans, **answers):
    """What is found of each loan, as plain rows."""
    loans = loans or (loan(1, "笺贷", HEDU), loan(2, "橙子借", CHENG))
    found = mentions_in(complaints_of(content(loans=list(loans), **answers)))
    return [[(each.step, each.names) for each in one] for one in found]


@pytest.mark.parametrize(
    ("answers", "step"),
    [
        ({"story": {"story": "橙橡小贷也来催"}}, Step.STORY),
        ({"events": [{"words": "那天 橙橡 小贷 来电"}]}, Step.EVENTS),
        ({"prior": {"told": "yes", "words": "也找过橙橡小贷有限公司"}}, Step.PRIOR),
        ({"wishes": {"words": "请和橙橡小贷一起算"}}, Step.WISHES),
    ],
)
def test_a_text_that_names_the_other_lender_is_told_for_the_first_alone(answers, step):
    first, second = mentions(**answers)
    assert (step, (CHENG,)) in first
    assert step not in dict(second)


@pytest.mark.parametrize(
    ("story", "first", "second"),
    [
        ("说来话长", (), ()),
        ("禾渡消费金融与橙橡小贷", (CHENG,), (HEDU,)),
        ("橙子借天天打电话", ("橙子借",), ()),
        ("在橙橡小贷的橙子借借的", (CHENG, "橙子借"), ()),
    ],
)
def test_each_lender_is_told_of_no_name_but_its_own(story, first, second):
    found = [dict(one).get(Step.STORY, ()) for one in mentions(story={"story": story})]
    assert [set(names) for names in found] == [set(first), set(second)]


@pytest.mark.parametrize(
    ("loans", "story"),
    [
        ((loan(1, "甲贷", HEDU), loan(2, "乙贷", HEDU)), "禾渡消费金融"),
        ((loan(1, "", HEDU, CHENG), loan(2, "", CHENG)), "橙橡小贷担保"),
        ((loan(1, "", "禾渡消费金融"), loan(2, "", "禾渡")), "禾渡消费金融催得紧"),
        ((loan(1, "", HEDU), loan(2, "", "乙")), "乙方催得紧"),
        ((loan(1, "", HEDU), {"key": 2, "companies": [], "unknown": True}), "不知是谁"),
        ((loan(1, "笺贷", HEDU),), "禾渡消费金融、橙橡小贷"),
    ],
)
def test_what_is_its_own_or_nobodys_is_no_mention(loans, story):
    assert mentions(*loans, story={"story": story})[0] == []


def test_a_withheld_name_hides_no_mention():
    story = {"story": "橙橡小贷也来催"}
    first, _ = mentions(story=story, identity={"withheld": True})
    assert first == [(Step.STORY, (CHENG,))]
