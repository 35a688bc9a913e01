"""Case numbers and follow-up codes as people type them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mediation.domain.references import (
    ALPHABET,
    check_character,
    make_code,
    make_reference,
    read_code,
    read_reference,
)

NUMBERS = st.integers(0, len(ALPHABET) ** 7 - 1)
YEARS = st.integers(2020, 2099)
FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in ALPHABET + "M-0123456789"}


@given(YEARS, NUMBERS)
def test_a_number_is_read_as_it_was_made(year, number):
    made = make_reference(year, number)
    assert read_reference(made) == made
    assert len(made) == 14


@given(YEARS, NUMBERS)
def test_case_blanks_and_full_width_do_not_matter(year, number):
    made = make_reference(year, number)
    spellings = [
        made.lower(),
        f"  {made} ",
        made.replace("-", ""),
        made.replace("-", " "),
        made.replace("-", "—"),
        made.translate(FULL_WIDTH),
    ]
    assert {read_reference(spelling) for spelling in spellings} == {made}


@given(YEARS, NUMBERS, st.data())
def test_one_wrong_character_is_noticed(year, number, data):
    made = make_reference(year, number)
    place = data.draw(st.integers(6, len(made) - 1))
    other = data.draw(st.sampled_from(ALPHABET))
    assume(other != made[place])
    assert read_reference(made[:place] + other + made[place + 1 :]) is None


@given(YEARS, NUMBERS, st.data())
def test_two_swapped_neighbours_are_noticed(year, number, data):
    made = make_reference(year, number)
    place = data.draw(st.integers(6, len(made) - 3))
    assume(made[place] != made[place + 1])
    swapped = made[:place] + made[place + 1] + made[place] + made[place + 2 :]
    assert read_reference(swapped) is None


@given(NUMBERS, NUMBERS)
def test_two_numbers_have_two_references(one, other):
    assume(one != other)
    assert make_reference(2026, one) != make_reference(2026, other)


@given(st.text(max_size=40))
def test_nothing_that_is_typed_is_a_fault(text):
    found = read_reference(text)
    assert found is None or read_reference(found) == found
    read_code(text)


def test_what_is_misheard_or_misread_stands_in_no_number():
    assert not set("01ILOUZ") & set(ALPHABET)
    assert len(ALPHABET) == 29  # Prime: the sum needs it.
    assert check_character("2026") in ALPHABET


@pytest.mark.parametrize("spell", [str.lower, lambda code: code.replace("-", " ")])
def test_a_code_is_read_however_it_is_typed(spell):
    code = make_code()
    assert read_code(spell(code)) == code
    assert len(code) == 14


def test_numbers_are_not_counted_up():
    assert len({make_reference(2026) for _ in range(200)}) == 200
