"""Passwords, one-time keys, sign-ins and the throttle: lengths and limits as tables."""

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from mediation.domain.errors import Refused
from mediation.domain.roles import Role
from mediation.domain.rulebook import rules

LEAST = 12
LEAST_FOR_STAFF = 15
MOST = 256
LONGEST_NUMBER = 20  # A birthday with a telephone number is not a password.

TOKEN_BYTES = 24  # 192 bits.
CODE_DIGITS = 6

RESET_LASTS = timedelta(minutes=30)
REGISTRATION_LASTS = timedelta(hours=24)
INVITATION_LASTS = timedelta(hours=72)
CODE_LASTS = timedelta(minutes=10)
SIGNING_CODE_LASTS = timedelta(hours=24)  # Time to read a whole agreement, and to be rung up.
CODE_TRIES = 5

IDLE = timedelta(hours=2)
IDLE_FOR_STAFF = timedelta(minutes=30)
LONGEST_SIGN_IN = timedelta(hours=12)
# A sign-in is seen again at most this often, so that reading pages seldom writes.
SEEN_EVERY = timedelta(minutes=5)


class Throttle(StrEnum):
    """What is tried, and by whom as far as we can tell."""

    SIGN_IN = "sign_in"  # One account from one address, or from a device it has used before.
    SIGN_IN_SUSPECT = "sign_in_suspect"  # The same, while the account is under attack.
    SIGN_IN_ACCOUNT = "sign_in_account"  # One account from anywhere.
    ADDRESS = "address"  # Anything secret, from one address.
    FOLLOW_UP = "follow_up"  # One case number from one address.
    CODE = "code"  # One code that was sent.
    MESSAGE = "message"  # Whether a message is ours, from one address.
    TEST_CALL = "test_call"  # Calls to a company's own server, asked for by its admin.
    TEST = "test"  # Messages that an administrator sends themselves.
    MAIL_TO = "mail_to"  # Messages asked for, to one recipient.
    MAIL_FROM = "mail_from"  # Messages asked for, from one address.


class Window(NamedTuple):
    """So many failures fit into so long a time."""

    most: int
    length: timedelta


WINDOWS: dict[Throttle, tuple[Window, ...]] = {
    Throttle.SIGN_IN: (Window(5, timedelta(minutes=1)), Window(20, timedelta(hours=1))),
    # Nobody is locked out by what others do: an attacked account only answers more slowly, and
    # not to a device that it knows.
    Throttle.SIGN_IN_SUSPECT: (Window(1, timedelta(minutes=1)),),
    Throttle.SIGN_IN_ACCOUNT: (Window(50, timedelta(hours=1)),),
    Throttle.ADDRESS: (Window(10, timedelta(minutes=5)),),
    Throttle.FOLLOW_UP: (Window(5, timedelta(minutes=1)), Window(20, timedelta(hours=1))),
    Throttle.CODE: (Window(CODE_TRIES, CODE_LASTS),),
    Throttle.MESSAGE: (Window(10, timedelta(minutes=10)),),
    Throttle.TEST_CALL: (Window(10, timedelta(minutes=10)),),
    Throttle.TEST: (Window(20, timedelta(hours=1)),),
    Throttle.MAIL_TO: (Window(3, timedelta(minutes=15)), Window(10, timedelta(days=1))),
    Throttle.MAIL_FROM: (Window(10, timedelta(minutes=15)), Window(60, timedelta(days=1))),
}
LONGEST_WINDOW = max(window.length for windows in WINDOWS.values() for window in windows)


def wait_for(failures: Iterable[datetime], windows: Iterable[Window], now: datetime) -> timedelta:
    """How long until one more try fits; zero when it fits now."""
    latest = sorted(failures, reverse=True)
    waits = [timedelta(0)]
    for most, length in windows:
        if len(latest) >= most:
            waits.append(latest[most - 1] + length - now)
    return max(waits)


def expires_at(role: Role, *, began_at: datetime, now: datetime) -> datetime:
    """When a sign-in that was seen just now ends by itself."""
    idle = IDLE if role is Role.COMPLAINANT else IDLE_FOR_STAFF
    return min(now + idle, began_at + LONGEST_SIGN_IN)


def make_token() -> str:
    """A secret for a link or a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """What the database keeps of a secret token."""
    return hashlib.sha256(token.encode()).digest()


def make_digits() -> str:
    """A short code for a telephone or a mailbox."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def read_digits(text: str) -> str:
    """The figures of a typed code, however wide and with whatever between them."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in plain if letter in "0123456789")


def same_address(email: str) -> str:
    """The form of an e-mail address by which its account is looked up."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def least_length(roles: Iterable[Role]) -> int:
    """How long a password must be for somebody in these roles."""
    is_staff = any(role is not Role.COMPLAINANT for role in roles)
    return LEAST_FOR_STAFF if is_staff else LEAST


def check_password(text: str, *, least: int, context: Iterable[str] = ()) -> None:
    """Refuse a password that is too short, too long, well known, or made of `context` words."""
    if len(text) < least:
        raise Refused("password_too_short", least=least, length=len(text))
    if len(text) > MOST:
        raise Refused("password_too_long", most=MOST)
    if _is_well_known(text):
        raise Refused("password_well_known")
    if len(_without(text, context)) < least // 2:
        raise Refused("password_names_you")


def _is_well_known(text: str) -> bool:
    plain = text.casefold()
    is_number = plain.isdigit() and len(plain) < LONGEST_NUMBER
    is_listed = not _well_known().isdisjoint({plain, _core(plain)})
    return is_number or is_listed or len(set(plain)) < 5 or _is_run(plain)


def _core(plain: str) -> str:
    """A password without what people hang on to a common one to make it pass."""
    return plain.strip("0123456789!@#$%^&*().,?_- ") or plain


def _is_run(plain: str) -> bool:
    """Whether it only counts up or down, or repeats a short piece."""
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    if steps <= {1} or steps <= {-1}:
        return True
    return any(
        (plain[:size] * len(plain))[: len(plain)] == plain for size in range(1, 1 + len(plain) // 2)
    )


def _without(text: str, context: Iterable[str]) -> str:
    """What is left when the words about this person and this site are taken out."""
    left = text.casefold()
    words = {word.casefold() for word in context} | _site_words()
    for word in sorted((word for word in words if len(word) > 2), key=len, reverse=True):
        left = left.replace(word, "")
    return left


@cache
def _well_known() -> frozenset[str]:
    return frozenset(entry.text() for entry in rules("accounts/passwords.json").at("common").rows())


@cache
def _site_words() -> frozenset[str]:
    return frozenset(entry.text() for entry in rules("accounts/passwords.json").at("site").rows())
