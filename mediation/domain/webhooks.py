"""Where a company's computers may be called, and what they are told."""

import json
import re
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from mediation.domain.addresses import is_public
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role

LONGEST = 500
UNPLAIN = set(' \\"<>^`{|}#')
NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
# What resolvers take for a number, in whatever notation.
NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
# Names that never leave a house.
INDOORS = ("localhost", "local", "internal", "lan", "home", "intranet", "corp", "arpa")


def check_may_register(actor: Actor, organisation_id: int) -> None:
    """Refuse whoever does not look after this company themselves: a secret is told here."""
    if actor.role is not Role.LENDER_ADMIN or actor.organisation_id != organisation_id:
        raise NotPermitted("not_permitted")


def check_address(url: str, *, private: bool) -> None:
    """Refuse an address that may not be called; with `private`, one in the same house may be.

    Where a name leads is judged once more at each call. Raises Refused: `webhook_not_https`,
    `webhook_address_odd`, `webhook_address_private`.
    """
    parts = _parts_of(url)
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise Refused("webhook_not_https")
    host = parts.hostname or ""
    if _is_odd(host, private=private):
        raise Refused("webhook_address_odd")
    if not private and _is_indoors(host):
        raise Refused("webhook_address_private")


def _parts_of(url: str) -> SplitResult:
    """An address in its parts; without a name, a secret or an anchor, and in plain letters."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise Refused("webhook_address_odd") from wrong
    plain = url.isascii() and url.isprintable() and not set(url) & UNPLAIN
    if not plain or len(url) > LONGEST or "@" in parts.netloc or port == 0:
        raise Refused("webhook_address_odd")
    return parts


def _is_odd(host: str, *, private: bool) -> bool:
    if _is_number(host):
        return False
    last = host.rpartition(".")[2]
    if NUMBER.fullmatch(last):
        return True  # A number in another notation: 127.1, 0177.0.0.1, 2130706433.
    return not NAME.fullmatch(host) and not (private and re.fullmatch(r"[a-z0-9-]{1,63}", host))


def _is_number(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def _is_indoors(host: str) -> bool:
    if _is_number(host):
        return not is_public(host)
    return host.rpartition(".")[2] in INDOORS


def message(kind: str, *, reference: str | None, at: datetime, link: str) -> str:
    """What a company's computers are told: that something happened, and where to read it."""
    told = {"kind": kind, "case": reference, "at": at.isoformat(timespec="seconds"), "link": link}
    return json.dumps(told, ensure_ascii=False)
