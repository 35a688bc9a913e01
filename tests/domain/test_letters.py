"""Letters: what answers make of them, and what they never say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.guide import the_guide
from mediation.domain.letters import BLANK, letter_faults, read_letter, write_letter
from mediation.domain.rulebook import RuleError, parse

LETTERS = the_guide().letters
LOCALES = ["zh_CN", "en"]

PLAIN = """
lane = "conduct"
zh = { title = "函", use = "用法" }
en = { title = "Letter", use = "Use" }
fields = [{ name = "who", zh = ["谁", "例"], en = ["Who", "e.g."] }]
[ticks.night]
zh = ["夜里", "夜里来电。"]
en = ["At night", "Calls at night."]
[[body]]
zh = "致 {who}："
en = "To {who}:"
[[body]]
needs = "ticks"
list = true
zh = "情况："
en = "What happened:"
[[body]]
no_admission = true
zh = "不表示承认。"
en = "Recognises nothing."
"""


def letter(text=PLAIN):
    return read_letter("plain", parse("plain.toml", text))


def written(given=None, ticks=(), locale="en", text=PLAIN):
    return write_letter(letter(text), given or {}, ticks, "4 March 2026", locale)


class TestWriteLetter:
    def test_puts_the_answers_in(self):
        assert written({"who": " Hedu "}, ["night"]) == [
            "To Hedu:",
            "What happened:",
            "1. Calls at night.",
            "Recognises nothing.",
        ]

    def test_leaves_a_blank_to_fill_in_by_hand(self):
        assert written()[0] == f"To {BLANK}:"

    def test_leaves_out_what_was_not_chosen(self):
        assert written({"who": "Hedu"}) == ["To Hedu:", "Recognises nothing."]

    def test_numbers_as_the_language_does(self):
        assert "1、夜里来电。" in written(ticks=["night"], locale="zh_CN")

    def test_braces_that_were_typed_stay_as_they_are(self):
        assert written({"who": "{today} {who} %s"})[0] == "To {today} {who} %s:"

    def test_knows_no_tick_but_its_own(self):
        assert written(ticks=["<script>"]) == written()


@pytest.mark.parametrize("letter", LETTERS.values(), ids=lambda letter: letter.name)
class TestEachLetter:
    def test_is_without_faults(self, letter):
        assert letter_faults(letter) == []

    @pytest.mark.parametrize("locale", LOCALES)
    def test_denies_any_admission_even_when_nothing_is_filled_in(self, letter, locale):
        denial = next(part.text.of(locale) for part in letter.body if part.denies_admission)
        assert denial in write_letter(letter, {}, (), "x", locale)
        assert ("不表示" if locale == "zh_CN" else "recognises") in denial or "shows no" in denial

    @pytest.mark.parametrize("locale", LOCALES)
    def test_admits_nothing_by_its_own_words(self, letter, locale):
        everything = [tick.name for tick in letter.ticks]
        answers = {field.name: "X" for field in letter.fields}
        denial = next(part.text.of(locale) for part in letter.body if part.denies_admission)
        text = "".join(write_letter(letter, answers, everything, "x", locale)).replace(denial, "")
        for words in ("我欠", "欠贵", "我承认", "逾期未还", "I owe", "my debt", "I admit"):
            assert words not in text

    @given(data=st.data())
    def test_leaves_no_place_open(self, letter, data):
        names = [field.name for field in letter.fields]
        answers = data.draw(st.dictionaries(st.sampled_from(names), st.sampled_from(["", "X"])))
        for locale in LOCALES:
            assert "{" not in "".join(write_letter(letter, answers, (), "x", locale))


class TestTheCheckerBites:
    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ("To {who}:", "To {whom}:", "has other places in zh than in en"),
            ("{who}", "{whom}", "has {whom}, which nothing asks"),
            ("To {who}:", "To them:", "has other places in zh"),
            ("no_admission = true", "", "no paragraph that denies any admission"),
            ("list = true", "", "has ticks, which it never lists"),
            ('needs = "ticks"', 'needs = "when"', "needs when, which nothing asks"),
        ],
    )
    def test_a_fault_is_seen(self, old, new, fault):
        faults = letter_faults(letter(PLAIN.replace(old, new)))
        assert [found for found in faults if fault in found]

    def test_a_question_that_the_letter_never_uses_is_seen(self):
        unused = PLAIN.replace("致 {who}：", "致：").replace("To {who}:", "To:")
        assert letter_faults(letter(unused)) == ["letter plain: asks who, which it never says"]

    def test_a_lane_that_does_not_exist_is_refused(self):
        with pytest.raises(RuleError, match=r"plain\.toml at lane: no such lane"):
            letter(PLAIN.replace("conduct", "weather"))
