"""The words of an agreement, in both languages."""

from datetime import UTC, date, datetime

import pytest

from mediation.domain.lanes import SETTLES
from mediation.domain.negotiation import Every, Terms
from mediation.domain.settlement import FIXED, WRITTEN, Part
from mediation.domain.spaces import Side
from mediation.wording.agreements import Ground, fixed, proposed

LANGUAGES = ["zh_CN", "en"]
GROUND = Ground(
    reference="M2026-7K3PQ9XD",
    complainant="周念安",
    lender="禾渡消费金融",
    body="临澜市消费金融调解中心",
    mediator="顾明澜",
    lane="fees",
    filed_at=datetime(2026, 11, 4, 2, tzinfo=UTC),
    amount_fen=2_400_000,
    facts=["合同金额 ¥24,000.00。"],
    words="停止催收。",
)
MONTHLY = Terms(Side.COMPLAINANT, 780_000, 12, Every.MONTH, date(2027, 1, 31))


def plain(text):
    return text.replace("\xa0", "")


@pytest.mark.parametrize("language", LANGUAGES)
class TestBothLanguages:
    @pytest.mark.parametrize("lane", sorted(SETTLES))
    def test_every_part_says_something(self, language, lane):
        parts = proposed(GROUND._replace(lane=lane), language=language, zone="Asia/Shanghai")
        parts |= fixed(MONTHLY, language=language)
        assert set(parts) == set(WRITTEN) | set(FIXED) == set(Part)
        assert all(text.strip() and "agreement." not in text for text in parts.values())

    def test_parties_facts_and_promises_are_the_cases_own(self, language):
        parts = proposed(GROUND, language=language, zone="Asia/Shanghai")
        for name in (GROUND.complainant, GROUND.lender, GROUND.body, GROUND.mediator):
            assert name in parts[Part.PARTIES]
        assert GROUND.facts[0] in parts[Part.FACTS]
        assert "¥24,000.00" in parts[Part.FACTS]
        assert parts[Part.TERMS] == "停止催收。"

    def test_without_a_mediator_none_is_named(self, language):
        alone = GROUND._replace(mediator="", words="", facts=[], amount_fen=None)
        parts = proposed(alone, language=language, zone="Asia/Shanghai")
        assert "顾明澜" not in parts[Part.PARTIES]
        assert parts[Part.TERMS].strip()

    @pytest.mark.parametrize("payer", [Side.COMPLAINANT, Side.LENDER])
    def test_the_sum_stands_in_figures_and_in_capitals(self, language, payer):
        text = fixed(Terms(payer, 780_000, 1, Every.ONCE, date(2027, 1, 31)), language=language)
        assert "¥7,800.00" in text[Part.PAYMENT]
        assert "柒仟捌佰元整" in text[Part.PAYMENT]

    def test_no_money_is_said_plainly(self, language):
        assert "¥" not in fixed(Terms(Side.LENDER), language=language)[Part.PAYMENT]


def test_every_payment_has_its_line():
    text = plain(fixed(MONTHLY, language="zh_CN")[Part.PAYMENT])
    assert text.count("期　") == 12
    assert "第1期　2027年1月31日　¥650.00" in text.replace("第 ", "第").replace(" 期", "期")
    assert "2027年2月28日" in text
    assert "每月一期" in text
