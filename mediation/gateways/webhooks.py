"""Calling the computers of a company, signed as on https://www.standardwebhooks.com.

    webhook-id         the same for one message, however often it is tried
    webhook-timestamp  seconds since 1970
    webhook-signature  v1,<base64 of HMAC-SHA256(secret, id + "." + timestamp + "." + body)>

The secret signs with what stands behind its `whsec_`, read as base64.
"""

import base64
import socket
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from mediation.domain.addresses import is_public
from mediation.domain.errors import Refused
from mediation.domain.webhooks import check_address
from mediation.gateways.calls import PORTS, Answer, call
from mediation.gateways.post import Post, Undeliverable
from mediation.gateways.signing import octets_of, signature, timestamp

PATIENCE = 5
GONE = 410


def sender_of(config: Mapping[str, Any]) -> Callable[[Post], None]:
    """What calls companies under these settings."""
    return partial(send, private=config["WEBHOOKS_PRIVATE"] == "1")


def send(post: Post, *, private: bool) -> None:
    """Call the address of one company; with `private`, one in the same house may be called."""
    answer = _call(post, private=private)
    if answer.status == GONE:
        raise Undeliverable("gone")
    if not answer.is_yes:
        raise OSError(f"the company's server answered {answer.status}")


def try_out(post: Post, *, private: bool) -> tuple[str, int]:
    """Call once to see: `taken`, `not_taken`, `no_answer` or `forbidden`, and what was answered."""
    try:
        answer = _call(post, private=private)
    except Undeliverable:
        return "forbidden", 0
    except OSError:
        return "no_answer", 0
    return ("taken" if answer.is_yes else "not_taken"), answer.status


def _call(post: Post, *, private: bool) -> Answer:
    """The name is looked up once and the call goes to the very address that was judged.

    A name that leads elsewhere a moment later leads nowhere.
    """
    try:
        check_address(post.recipient, private=private)
    except Refused as refused:
        raise Undeliverable("forbidden_address") from refused
    parts = urlsplit(post.recipient)
    found = look_up(str(parts.hostname), parts.port or PORTS[parts.scheme])
    if not private and not all(map(is_public, found)):
        raise Undeliverable("forbidden_address")
    body = post.body.encode()
    return call(post.recipient, body, _signed(post, body), patience=PATIENCE, address=found[0])


def look_up(host: str, port: int) -> list[str]:
    """The addresses that a name leads to now."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _signed(post: Post, body: bytes) -> dict[str, str]:
    number, at = str(post.id), timestamp()
    proof = signature(octets_of(post.secret), number.encode(), at.encode(), body)
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "mediation",
        "webhook-id": number,
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{base64.b64encode(proof).decode()}",
    }
