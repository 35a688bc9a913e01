"""Telling a true message from a false one: by its code, and by a piece of where it went."""

import unicodedata

from mediation.domain.accounts import read_digits, same_address
from mediation.domain.notices import Channel

CODE_LETTERS = 8
LAST_DIGITS = 4
FIRST_LETTERS = 3
# Only what leaves this house can be imitated; nobody asks of what lies in an inbox.
ASKED_ABOUT = frozenset({Channel.MAIL, Channel.SMS})

# What is read as another sign, on paper or over the telephone, is one sign.
ALIKE = str.maketrans("01L8", "OIIB")


def read_notice_code(text: str) -> str:
    """A typed code in the form by which its message is found."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(ALIKE)
    if plain.isascii() and plain.isalnum():
        return plain
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def fits_recipient(channel: str, recipient: str, typed: str) -> bool:
    """Whether `typed` is the end of this number, or the beginning of this address."""
    if channel == Channel.SMS:
        digits = read_digits(typed)
        return len(digits) >= LAST_DIGITS and read_digits(recipient).endswith(digits)
    begins = same_address(typed)
    return len(begins) >= FIRST_LETTERS and same_address(recipient).startswith(begins)
