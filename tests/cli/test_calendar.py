"""`mediation calendar` imports a year and says what is known."""

import pytest

from mediation.queries.calendar import calendar_now
from tests.domain.test_calendar_notice import NOTICE_2026

LIST = "2027-01-01,休\n2027-01-10,班\n2026-12-31,休\n"


@pytest.fixture
def imported(runner, tmp_path):
    def run(text=LIST, year=2027, *more, encoding="utf-8"):
        path = tmp_path / "通知.csv"
        path.write_bytes(text.encode(encoding))
        return runner("calendar", "import", str(path), "--year", str(year), *more)

    return run


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_becomes_the_calendar(imported, session, encoding):
    ran = imported(encoding=encoding)
    assert ran.exit_code == 0, ran.output
    assert "edition 1: 1 days off, 1 worked weekend days" in ran.output
    assert "2026-12-31" in ran.output
    assert calendar_now()[1] == 1


def test_a_known_year_is_replaced_only_when_told_to(imported, session, runner):
    ran = imported(NOTICE_2026, 2026)
    assert ran.exit_code == 1
    assert "known already" in ran.output
    assert imported(NOTICE_2026, 2026, "--replace", "--source", "notice").exit_code == 0
    listed = runner("calendar", "list").output.splitlines()
    assert listed[0].startswith("2026  19 off  6 worked  edition 1, 2026-03-04: notice")
    assert listed[1] == "2025  18 off  5 worked  release"


@pytest.mark.parametrize(
    ("text", "encoding", "words"),
    [("2027-01-01,maybe", "utf-8", "Line 1"), ("\ufffe\xff", "latin-1", "no text")],
)
def test_what_cannot_be_read_is_1_with_one_line(imported, session, text, encoding, words):
    content = text if encoding == "utf-8" else "\x81\xff\x00"
    ran = imported(content, encoding=encoding)
    assert ran.exit_code == 1
    assert words in ran.output
    assert calendar_now()[1] == 0
