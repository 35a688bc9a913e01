"""The form of a case number and its check character."""

import re
import secrets

# No 0 O 1 I L U Z: they are misheard on the phone and misread on paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXY"
LENGTH = 7
CODE_LENGTH = 12
PATTERN = re.compile(rf"^M(\d{{4}})-([{ALPHABET}]{{{LENGTH}}})([{ALPHABET}])$")
MISREAD = str.maketrans("—–－_ ", "-----")


def check_character(body: str) -> str:
    """The check character of `body`: weighted sum modulo 29, the size of the alphabet.

    One wrong character and two swapped neighbours are always noticed.
    """
    total = 0
    for character in body:
        value = ALPHABET.index(character) if character in ALPHABET else ord(character)
        total = (total * 2 + value) % 29
    return ALPHABET[total]


def make_reference(year: int, number: int | None = None) -> str:
    """A new number such as M2026-7K3PQ9XD; random, so that no number tells of another."""
    size = len(ALPHABET) ** LENGTH
    rest = secrets.randbelow(size) if number is None else number % size
    body = ""
    for _ in range(LENGTH):
        rest, digit = divmod(rest, len(ALPHABET))
        body = ALPHABET[digit] + body
    return f"M{year}-{body}{check_character(f'{year}{body}')}"


def read_reference(text: str) -> str | None:
    """The number that somebody typed, in its proper form, or None if it cannot be one."""
    plain = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text.strip())
    plain = plain.upper().translate(MISREAD).replace("--", "-")
    if re.match(r"^M\d{4}[^-]", plain):
        plain = f"{plain[:5]}-{plain[5:]}"
    found = PATTERN.match(plain)
    if not found or check_character(found[1] + found[2]) != found[3]:
        return None
    return plain


def make_code() -> str:
    """A follow-up code: 12 characters in three groups, about 59 bits."""
    return in_groups("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)))


def in_groups(letters: str) -> str:
    """The letters of a code as they are written down: four by four."""
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def read_code(text: str) -> str:
    """A typed follow-up code in the form in which `make_code` made it."""
    plain = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text).upper()
    return in_groups("".join(c for c in plain if c in ALPHABET))
