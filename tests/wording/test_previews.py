"""Every kind of notice can be shown with invented facts, in both languages and by each channel."""

from datetime import UTC, datetime

import pytest

from mediation.domain.notices import kinds
from mediation.domain.sms import parts_of
from mediation.wording.catalogue import LOCALES, catalogue_of
from mediation.wording.notices import Letter, letter
from mediation.wording.previews import SAMPLES, marked_as_test, sample_facts

NOW = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
WHERE = {"zone": "Asia/Shanghai", "base_url": "https://tiaojie.example", "now": NOW}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_kind_can_be_worded(locale):
    for kind in kinds():
        facts = sample_facts(kind, locale=locale, now=NOW)
        for channel in ("mail", "sms"):
            words = letter(kind, channel, facts, locale=locale, **WHERE)
            assert words.body, kind
            assert "%(" not in words.subject + words.body, kind
            assert "notice." not in words.subject, kind
        assert len(parts_of(words.body)) <= 3, kind


@pytest.mark.parametrize("locale", LOCALES)
def test_samples_are_sentences_of_ours(locale):
    catalogue = catalogue_of(locale)
    said = [fact for name, fact in SAMPLES.items() if name.endswith("_word")]
    assert [key for key in said if not catalogue.knows(key)] == []


def test_a_test_says_so_first():
    assert marked_as_test(Letter("您的案件", "正文"), locale="zh_CN").subject == "【测试】您的案件"
    assert marked_as_test(Letter("", "短信"), locale="zh_CN").body == "【测试】短信"
    assert marked_as_test(Letter("Your case", "x"), locale="en").subject == "[Test] Your case"
