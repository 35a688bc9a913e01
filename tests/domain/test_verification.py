"""Codes as people type them, and pieces of numbers and addresses."""

import pytest

from mediation.domain.verification import fits_recipient, read_notice_code

MAIL, NUMBER = "Lin.Jing@example.com", "+8613800001234"


@pytest.mark.parametrize(
    "typed",
    ["OIIB2345", "oi1b-2345", "0LIB 2345", " o l l 8 — 2345 ", "０１１８２３４５"],
)
def test_what_looks_alike_is_one_sign(typed):
    assert read_notice_code(typed) == "OIIB2345"


def test_another_code_stays_another():
    assert read_notice_code("OIIB2346") != read_notice_code("OIIB2345")


@pytest.mark.parametrize(
    ("channel", "recipient", "typed", "fits"),
    [
        ("sms", NUMBER, "1234", True),
        ("sms", NUMBER, "１２３４", True),
        ("sms", NUMBER, "0000 1234", True),
        ("sms", NUMBER, "13800001234", True),
        ("sms", NUMBER, "234", False),
        ("sms", NUMBER, "", False),
        ("sms", NUMBER, "1235", False),
        ("sms", NUMBER, "+86", False),
        ("sms", NUMBER, "abcd", False),
        ("mail", MAIL, "lin", True),
        ("mail", MAIL, "LIN.", True),
        ("mail", MAIL, "lin.jing@example.com", True),
        ("mail", MAIL, "li", False),
        ("mail", MAIL, "", False),
        ("mail", MAIL, "   ", False),
        ("mail", MAIL, "jing", False),
        ("mail", MAIL, "lin.jing@example.com.cn", False),
        ("mail", "13800001234@qq.example", "138", True),
        ("mail", "13800001234@qq.example", "1234", False),
    ],
)
def test_a_piece_of_the_recipient(channel, recipient, typed, fits):
    assert fits_recipient(channel, recipient, typed) is fits
