"""Refusals, as sentences."""

from datetime import UTC, date, datetime

import pytest

from mediation.domain.errors import Refused
from mediation.domain.lanes import Lane
from mediation.wording.catalogue import catalogue_of
from mediation.wording.refusals import say_refusal


@pytest.fixture
def sentence(monkeypatch):
    """The sentence of a refusal whose text is written for one test."""

    def say(text, **facts):
        monkeypatch.setitem(catalogue_of("zh_CN").texts, "refusal.for_a_test", text)
        error = Refused("for_a_test", **facts)
        return say_refusal(error, locale="zh_CN", zone="Asia/Shanghai", this_year=2026)

    return say


def test_says_what_the_reason_stands_for(sentence):
    assert sentence("不行") == "不行"


@pytest.mark.parametrize(
    ("name", "fact", "words"),
    [
        ("least_fen", 16800, "¥168.00"),
        ("count", 3, "3"),
        ("until_on", date(2026, 12, 2), "12月2日 周三"),
        ("until_at", datetime(2026, 12, 2, 9, tzinfo=UTC), "12月2日 周三 17:00"),
        ("name", "沈一舟", "沈一舟"),
    ],
)
def test_writes_its_facts_for_the_reader(sentence, name, fact, words):
    assert sentence(f"要 %({name})s", **{name: fact}) == f"要 {words}"


def test_names_a_kind_in_words(sentence):
    lane = catalogue_of("zh_CN").say("lane.fees")
    assert lane != "lane.fees"
    assert sentence("是 %(lane)s", lane=Lane.FEES) == f"是 {lane}"
