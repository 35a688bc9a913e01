"""What each language can say."""

import re

import pytest

from mediation.wording import catalogue
from mediation.wording.catalogue import LOCALES, catalogue_of, locale_for, po_files, say


class TestSay:
    def test_says_it_in_the_language_asked_for(self):
        assert say("Sign in", "zh_CN") == "登录"
        assert say("Sign in", "en") == "Sign in"

    def test_puts_the_facts_in(self):
        text = say("Step %(step)s of %(steps)s", "zh_CN", step=4, steps=7)
        assert text == "第 4 步，共 7 步"

    def test_lets_an_unknown_sentence_stand_for_itself(self):
        assert say("Nobody wrote this 100%", "zh_CN") == "Nobody wrote this 100%"

    def test_knows_symbolic_keys_in_english_too(self):
        assert say("space.joint.staff", "en") == "Both sides can see it"

    def test_does_not_guess_a_language(self):
        with pytest.raises(LookupError):
            catalogue_of("fr")


class TestReading:
    @pytest.fixture
    def written(self, tmp_path, monkeypatch):
        """Catalogues of one test alone."""
        catalogue_of.cache_clear()
        monkeypatch.setattr(catalogue, "TRANSLATIONS", tmp_path)

        def write(subject, text):
            folder = tmp_path / "zh_CN" / "LC_MESSAGES"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{subject}.po").write_text(HEAD + text, "utf-8")

        yield write
        catalogue_of.cache_clear()

    def test_merges_the_files_of_a_language(self, written):
        written("one", 'msgid "A"\nmsgstr "甲"\n')
        written("two", 'msgid "B"\nmsgstr "乙"\n')
        assert (say("A", "zh_CN"), say("B", "zh_CN")) == ("甲", "乙")

    def test_passes_over_doubtful_and_empty_sentences(self, written):
        written("one", '#, fuzzy\nmsgid "A"\nmsgstr "甲"\n\nmsgid "B"\nmsgstr ""\n')
        assert (say("A", "zh_CN"), say("B", "zh_CN")) == ("A", "B")


HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("zh-CN", "zh_CN"),
        ("zh", "zh_CN"),
        ("zh-TW", "zh_CN"),
        ("zh_CN", "zh_CN"),
        ("en-US", "en"),
        ("EN", "en"),
        ("fr-FR", "zh_CN"),
        ("", "zh_CN"),
        (None, "zh_CN"),
    ],
)
def test_tags_from_outside_find_our_languages(tag, locale):
    assert locale_for(tag) == locale


@pytest.mark.parametrize("locale", LOCALES)
def test_no_sentence_stands_twice_in_a_file_or_without_its_name(locale):
    for path in po_files(locale):
        blocks = re.split(r"\n{2,}", path.read_text("utf-8").strip())
        names = [block.partition("msgstr")[0] for block in blocks]
        assert [name for name in names if not name.startswith("msgid")] == [], path
        assert sorted(names) == sorted(set(names)), path
