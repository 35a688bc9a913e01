"""Rule files: read once, and wrong in a way that names the place."""

import pytest

from mediation.domain.rulebook import Entry, RuleError, parse, rules

TOML = """
version = "3"
[limits]
calls = 3
[[rows]]
name = "a"
[[rows]]
name = ""
"""


@pytest.fixture
def book() -> Entry:
    return parse("try.toml", TOML)


class TestParse:
    def test_reads_toml_and_json_alike(self, book):
        as_json = parse("try.json", '{"limits": {"calls": 3}}')
        assert as_json.at("limits").at("calls").number() == 3
        assert book.at("limits").at("calls").number() == 3

    def test_broken_json_names_file_and_line(self):
        with pytest.raises(RuleError, match=r"try\.json at line 2, column 1"):
            parse("try.json", '{"a":\n}')

    def test_broken_toml_names_file_and_line(self):
        with pytest.raises(RuleError, match=r"try\.toml: not valid TOML.*line 1"):
            parse("try.toml", "a = = 1")


class TestEntry:
    def test_a_missing_key_is_named_with_its_place(self, book):
        with pytest.raises(RuleError, match=r"try\.toml at limits: 'texts' is missing"):
            book.at("limits").at("texts")

    def test_a_row_is_named_by_its_number(self, book):
        with pytest.raises(RuleError, match=r"try\.toml at rows\[1\]\.name: the text is empty"):
            book.at("rows").rows()[1].at("name").text()

    @pytest.mark.parametrize(
        ("key", "reading", "problem"),
        [
            ("version", "number", "should be a whole number, is str"),
            ("limits", "text", "should be a text, is dict"),
            ("limits", "rows", "should be a list, is dict"),
            ("rows", "flag", "should be true or false, is list"),
            ("rows", "items", "should be a table, is list"),
        ],
    )
    def test_a_value_of_the_wrong_kind_is_refused(self, book, key, reading, problem):
        with pytest.raises(RuleError, match=problem):
            list(getattr(book.at(key), reading)())

    def test_true_is_not_a_number_and_numbers_are_not_negative(self):
        book = parse("try.json", '{"yes": true, "below": -1}')
        for key in ("yes", "below"):
            with pytest.raises(RuleError, match="not a whole number from zero up"):
                book.at(key).number()

    def test_a_misspelt_key_is_refused_with_the_known_ones(self, book):
        with pytest.raises(RuleError, match=r"limits\.calls: unknown key; known here: call, day"):
            book.at("limits").only("day", "call")

    def test_what_may_be_absent_is_none(self, book):
        assert book.maybe("nothing") is None
        assert book.maybe("version").text() == "3"


class TestRules:
    def test_a_file_is_read_once(self):
        assert rules("guide/start.toml") is rules("guide/start.toml")

    def test_a_file_that_is_not_there_is_named(self):
        with pytest.raises(RuleError, match=r"nowhere\.toml: there is no such rule file"):
            rules("nowhere.toml")
