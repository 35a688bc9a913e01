"""Texts are cut as mobile networks cut them, and no sign is torn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.sms import SEVEN_BITS, TWO_PLACES, parts_of

SIGNS = "您好a€{\n😀é漢"
TEXTS = st.one_of(st.text(SIGNS, max_size=300), st.text(max_size=80))
PLAIN = st.text("".join(sorted(SEVEN_BITS | TWO_PLACES)), max_size=700)


def sixteen(text):
    return len(text.encode("utf-16-be", "surrogatepass")) // 2


def seven(text):
    return len(text) + sum(sign in TWO_PLACES for sign in text)


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("", [0]),
        ("您" * 70, [70]),
        ("您" * 71, [67, 4]),
        ("您" * 134, [67, 67]),
        ("a" * 160, [160]),
        ("a" * 161, [153, 8]),
        ("€" * 80, [80]),
        ("€" * 81, [76, 5]),
        ("a" * 159 + "您", [67, 67, 26]),
        ("您" + "😀" * 35, [34, 2]),
    ],
)
def test_lengths(text, lengths):
    assert [len(part) for part in parts_of(text)] == lengths


@given(TEXTS)
def test_all_of_a_text_arrives(text):
    parts = parts_of(text)
    assert "".join(parts) == text
    if not set(text) <= SEVEN_BITS | TWO_PLACES:
        assert max(map(sixteen, parts)) <= (70 if len(parts) == 1 else 67)
        assert (len(parts) == 1) == (sixteen(text) <= 70)


@given(PLAIN)
def test_plain_letters_take_less_room(text):
    parts = parts_of(text)
    assert "".join(parts) == text
    assert max(map(seven, parts)) <= (160 if len(parts) == 1 else 153)
    assert (len(parts) == 1) == (seven(text) <= 160)


@given(TEXTS | PLAIN)
def test_every_part_but_the_last_is_full(text):
    """No two neighbours would fit into one; a sign of two places may leave one empty."""
    *full, _ = parts_of(text)
    size, most = (seven, 153) if set(text) <= SEVEN_BITS | TWO_PLACES else (sixteen, 67)
    assert all(size(part) >= most - 1 for part in full)
