"""What people type, made clean, and the sums and numbers read from it."""

import re
import unicodedata

from mediation.wording.catalogue import lazy

# Signs that turn the reading direction: with them a text can say another thing than it shows.
BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
# A zero-width space or a byte-order mark at the edge of a pasted text is nobody's intention.
UNSEEN = dict.fromkeys(map(ord, "\u200b\ufeff\u2060"))
MONEY = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?", re.ASCII)
SURROGATES = re.compile("[\ud800-\udfff]")
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})\d{7,8}", re.ASCII)
SERVICE = re.compile(r"(?:95|96|12)\d{3,6}|1\d{4}|[48]00\d{7}", re.ASCII)
ABROAD = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)


class Unreadable(ValueError):
    """What was typed cannot be read; carries the msgid that says how to write it."""

    def __init__(self, msgid: str, **facts: object) -> None:
        super().__init__(msgid)
        self.msgid = msgid
        self.facts = facts


def clean(text: str, *, lines: bool = False) -> str:
    """`text` without edges, direction signs and unseen signs; control signs are refused."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.translate(BIDI).translate(UNSEEN)
    if not lines:
        text = re.sub(r"[\n\t]+", " ", text)
    allowed = "\n\t" if lines else ""
    if SURROGATES.search(text) or any(
        unicodedata.category(letter) == "Cc" and letter not in allowed for letter in text
    ):
        raise Unreadable(lazy("This holds signs that cannot be stored. Type it again by hand."))
    return unicodedata.normalize("NFC", text.strip())


def showable(text: str) -> str:
    """What was typed, fit to be shown again: without the signs that `clean` refuses."""
    return "".join(
        letter for letter in text if letter in "\n\t\r" or unicodedata.category(letter)[0] != "C"
    )


def narrow(text: str) -> str:
    """Full-width figures, signs and letters as plain ones, without blanks at the edges."""
    return unicodedata.normalize("NFKC", text).strip()


def read_money(text: str) -> int:
    """A sum in fen from what a person types: `¥1,234.5`, `１６８元`, `168`."""
    figure = narrow(text).replace("，", ",").replace("。", ".").replace(" ", "")
    figure = re.sub(r"^(?:¥|RMB|CNY)|(?:元|圆|RMB|CNY)$", "", figure, flags=re.IGNORECASE)
    if not MONEY.fullmatch(figure):
        raise Unreadable(lazy("Write the sum in figures only, for example 168 or 168.00"))
    yuan, _, rest = figure.replace(",", "").partition(".")
    if len(yuan) > 12:
        raise Unreadable(lazy("This sum is too large. Look at the figures once more."))
    return int(yuan) * 100 + int(rest.ljust(2, "0"))


def read_whole(text: str) -> int:
    """A whole number: `12`, `１２`."""
    figure = narrow(text)
    if not re.fullmatch(r"\d{1,9}", figure, flags=re.ASCII):
        raise Unreadable(lazy("Write a whole number in figures, for example 12"))
    return int(figure)


def read_phone(text: str) -> str:
    """A number anybody may call: `+8613800001234`, `+861012345678`, a service number as it is."""
    number = re.sub(r"[\s().\-–—·]", "", narrow(text))
    if number.startswith("00"):
        number = "+" + number[2:]
    home = re.sub(r"^(?:\+86|86(?=1[3-9]\d{9}$))", "", number)
    if number.startswith("+86") and not home.startswith("0") and not MOBILE.fullmatch(home):
        home = "0" + home
    if MOBILE.fullmatch(home) or LANDLINE.fullmatch(home):
        return "+86" + (home[1:] if home.startswith("0") else home)
    if SERVICE.fullmatch(home) or (ABROAD.fullmatch(number) and not number.startswith("+86")):
        return home if SERVICE.fullmatch(home) else number
    raise Unreadable(
        lazy("This number is not complete. Write it like 138 0000 1234 or +44 20 7946 0000")
    )


def read_mobile(text: str) -> str:
    """A mobile number that can be sent a short message."""
    number = read_phone(text)
    if number.startswith("+86") and not MOBILE.fullmatch(number[3:]):
        raise Unreadable(lazy("We need a mobile number here, for example 138 0000 1234"))
    if not number.startswith("+"):
        raise Unreadable(lazy("We need a mobile number here, for example 138 0000 1234"))
    return number
