"""Files and functions stay short, are well named, and say what they are for."""

import pytest

from tests.architecture import shapes
from tests.architecture.exceptions import BANNED_NAMES, LONG_FILES, LONG_FUNCTIONS
from tests.architecture.source import ROOT, Source, program, suite


def test_no_file_is_longer_than_a_few_screens():
    assert list(shapes.long_files(program(), LONG_FILES)) == []


def test_no_function_is_longer_than_a_screen():
    assert list(shapes.long_functions(program(), LONG_FUNCTIONS)) == []


def test_names_say_what_is_inside():
    assert list(shapes.banned_names(program(), BANNED_NAMES)) == []


def test_every_module_has_a_sign_on_its_door():
    assert list(shapes.unsigned([*program(), *suite()])) == []


def test_a_silenced_checker_is_given_a_reason():
    assert list(shapes.unexplained_marks(program())) == []


@pytest.mark.parametrize(
    "places", [LONG_FILES, LONG_FUNCTIONS, BANNED_NAMES], ids=["files", "functions", "names"]
)
def test_what_is_excused_still_exists(places):
    gone = [place for place in places if not (ROOT / place.split(":")[0]).exists()]
    assert gone == []


def one(text, path="mediation/web/cases.py"):
    return [Source(path, text)]


class TestTheRulesBite:
    """Each rule is shown a file that breaks it."""

    def test_a_long_file_is_seen(self):
        assert list(shapes.long_files(one("x = 1\n" * 301))) == [
            "mediation/web/cases.py: 301 lines"
        ]
        assert list(shapes.long_files(one("x = 1\n" * 300))) == []

    def test_a_long_function_is_seen(self):
        assert list(shapes.long_functions(one("def show():\n" + "    x = 1\n" * 40)))
        assert not list(shapes.long_functions(one("def show():\n" + "    x = 1\n" * 39)))

    def test_a_long_method_is_seen(self):
        method = "class Case:\n    def show(self):\n" + "        x = 1\n" * 40
        assert list(shapes.long_functions(one(method)))

    @pytest.mark.parametrize(
        "text",
        [
            "def case_data(): ...",
            "class CaseManager: ...",
            "class BaseView: ...",
            "def info(): ...",
        ],
    )
    def test_a_name_that_says_nothing_is_seen(self, text):
        assert list(shapes.banned_names(one(text)))

    @pytest.mark.parametrize(
        "path", ["mediation/web/helpers.py", "mediation/services/case_service.py"]
    )
    def test_a_file_that_says_nothing_is_seen(self, path):
        assert list(shapes.banned_names(one("", path))) == [path]

    @pytest.mark.parametrize("text", ["def database(): ...", "class Information: ..."])
    def test_a_word_within_a_word_is_free(self, text):
        assert not list(shapes.banned_names(one(text)))

    def test_a_door_without_a_sign_is_seen(self):
        assert list(shapes.unsigned(one("x = 1")))
        assert not list(shapes.unsigned(one('"""What belongs here."""')))

    @pytest.mark.parametrize(
        "line", ["import x  # noqa", "import x  # noqa: F401", "y = x  # type: ignore[arg-type]"]
    )
    def test_an_unexplained_mark_is_seen(self, line):
        assert list(shapes.unexplained_marks(one(line)))

    def test_an_explained_mark_is_free(self):
        assert not list(shapes.unexplained_marks(one("import x  # noqa: F401  # fills the tables")))
