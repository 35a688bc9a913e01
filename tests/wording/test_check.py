"""Everything that is said can be said in both languages."""

import pytest

from mediation.wording import catalogue, check
from mediation.wording.check import Said, findings

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def test_no_sentence_is_missing_doubtful_or_left_over():
    assert [str(finding) for finding in findings()] == []


class TestTheCheckBites:
    """Each kind of fault is shown to it once."""

    @pytest.fixture
    def kinds_found(self, tmp_path, monkeypatch):
        monkeypatch.setattr(catalogue, "TRANSLATIONS", tmp_path)

        def look(text, *said, prefixes=()):
            folder = tmp_path / "zh_CN" / "LC_MESSAGES"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "one.po").write_text(HEAD + text, "utf-8")
            found = check._findings_in(
                "zh_CN", Said(dict.fromkeys(said, "x.html"), frozenset(prefixes))
            )
            return [(finding.kind, finding.msgid) for finding in found]

        return look

    def test_on_nothing_where_all_is_well(self, kinds_found):
        assert kinds_found('msgid "A"\nmsgstr "甲"\n', "A") == []

    def test_on_a_missing_sentence(self, kinds_found):
        assert kinds_found("", "A") == [("missing", "A")]

    def test_on_an_empty_sentence(self, kinds_found):
        found = kinds_found('msgid "A"\nmsgstr ""\n', "A")
        assert found == [("empty", "A"), ("missing", "A")]

    def test_on_a_doubtful_sentence(self, kinds_found):
        assert ("fuzzy", "A") in kinds_found('#, fuzzy\nmsgid "A"\nmsgstr "甲"\n', "A")

    def test_on_a_sentence_nobody_says(self, kinds_found):
        assert kinds_found('msgid "A"\nmsgstr "甲"\n') == [("unused", "A")]

    def test_on_a_fact_that_a_translation_lost(self, kinds_found):
        assert kinds_found('msgid "A %(b)s"\nmsgstr "甲"\n', "A %(b)s") == [("facts", "A %(b)s")]

    def test_on_no_key_whose_beginning_is_said(self, kinds_found):
        text = 'msgid "stage.closed"\nmsgstr "已结案"\n'
        assert kinds_found(text, prefixes=["stage."]) == []

    def test_on_two_files_that_say_different_things(self, kinds_found, tmp_path):
        folder = tmp_path / "zh_CN" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "two.po").write_text(HEAD + 'msgid "A"\nmsgstr "乙"\n', "utf-8")
        assert kinds_found('msgid "A"\nmsgstr "甲"\n', "A") == [("contradicted", "A")]


class TestWhatIsSaid:
    def test_is_found_in_templates(self, tmp_path):
        page = tmp_path / "page.html"
        page.write_text(
            '{{ _("One") }} {% set x = _("Two") if y else _("Three") %}'
            '{{ _("Four %(a)s", a=1) }} {{ _("stage." ~ stage) }}'
        )
        assert sorted(check._of_template(page)) == [
            ("Four %(a)s", True),
            ("One", True),
            ("Three", True),
            ("Two", True),
            ("stage.", False),
        ]

    def test_is_found_in_python(self):
        tree = check.ast.parse(
            'a = lazy("One"); say("Two" if b else "Three"); raise Refused("too_late", at=1)\n'
            'catalogue.say(f"stage.{c}"); other("Four")'
        )
        assert sorted(check._of_python(tree)) == [
            ("One", True),
            ("Three", True),
            ("Two", True),
            ("refusal.too_late", True),
            ("stage.", False),
        ]
