"""A complaint in words: nothing empty is told, and figures are written for the reader."""

from datetime import date

import pytest

from mediation.domain.complaints import Happening, Involved, Person
from mediation.domain.lanes import Lane
from mediation.domain.parties import CompanyRole, PartyKind
from mediation.domain.questions import keys_of_questions
from mediation.wording.catalogue import LOCALES, catalogue_of
from mediation.wording.complaints import Teller, written_phone
from mediation.wording.formats import NO_BREAK


def plain(lines):
    return {line.label: line.texts for line in lines}


@pytest.mark.parametrize("locale", LOCALES)
class TestTeller:
    def test_what_was_left_empty_is_left_out(self, locale):
        teller = Teller(locale)
        empty = {"received_fen": None, "rate": "", "named": []}
        assert teller.details(Lane.FEES, empty) == []
        assert teller.wishes({}) == teller.prior({}) == teller.support({}) == []
        assert teller.loan({}, None) == []

    def test_a_zero_and_a_no_are_answers(self, locale):
        teller = Teller(locale)
        assert len(teller.details(Lane.HARDSHIP, {"can_pay_fen": 0})) == 1
        assert len(teller.details(Lane.BYSTANDER, {"reveal_number": False})) == 1
        assert len(teller.prior({"told": "no"})) == 1

    def test_every_answer_of_the_tables_has_words(self, locale):
        catalogue = catalogue_of(locale)
        assert [key for key in keys_of_questions() if not catalogue.knows(key)] == []


class TestFigures:
    def test_sums_days_and_choices_are_written_out(self):
        said = plain(
            Teller("zh_CN").details(
                Lane.FEES, {"received_fen": 2_280_000, "named": ["guarantee", "membership"]}
            )
        )
        assert said["实际到手多少钱"] == ("¥22,800.00",)
        assert said["被收了哪些费用"] == ("担保费、融担费", "会员费")

    def test_a_day_that_nobody_remembers_says_so(self):
        teller = Teller("zh_CN")
        assert teller.happening(Happening("x")).label == "日期记不清"
        assert "2026" in teller.happening(Happening("x", date(2026, 3, 8))).label

    def test_somebody_unknown_is_named_as_such(self):
        (line,) = Teller("zh_CN").companies([Involved("", CompanyRole.UNKNOWN)])
        assert line.texts == ("还不知道是谁",)

    def test_a_person_without_an_address_has_none(self):
        lines = plain(Teller("zh_CN").person(Person(PartyKind.COMPLAINANT, "周念安")))
        assert lines == {"姓名": ("周念安",)}

    @pytest.mark.parametrize(
        ("kept", "written"),
        [
            ("+8613800001234", "138 0000 1234"),
            ("+442079460000", "+442079460000"),
            ("●●●1234", "●●●1234"),
            ("95588", "95588"),
            ("", ""),
        ],
    )
    def test_a_number_is_written_as_people_write_it(self, kept, written):
        assert written_phone(kept) == written.replace(" ", NO_BREAK)
