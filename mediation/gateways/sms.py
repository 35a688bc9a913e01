"""Handing text messages to a gateway: our own signed form of it, or Aliyun; or to files.

Our form is one POST to the address in SMS_URL, with the JSON

    {"id": "7250…", "to": "+8613800001234", "text": "…", "parts": 1, "language": "zh-CN"}

and these headers:

    Mediation-Key        the `key` of SMS_URL
    Mediation-Timestamp  seconds since 1970
    Mediation-Nonce      a word that is used once
    Mediation-Signature  v1=<hex of HMAC-SHA256(secret, timestamp + "." + nonce + "." + body)>
    Idempotency-Key      the id: the same message has the same one, however often it is tried

Any 2xx means that it was taken, 409 that it had been taken before. {"error": "dead_number"} in
another answer means that no message will ever reach this number. Whatever else: we try again.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from mediation.domain.sms import parts_of
from mediation.gateways import aliyun
from mediation.gateways.calls import call
from mediation.gateways.outbox import keep
from mediation.gateways.post import Post, Undeliverable
from mediation.gateways.signing import nonce, signature, timestamp

PATIENCE = 10
TAKEN_BEFORE = 409


class Gateway(NamedTuple):
    """Where text messages are handed in, as SMS_URL names it: `https://host/path?key=…&secret=…`."""

    url: str
    key: str
    secret: str

    @classmethod
    def of(cls, url: str) -> "Gateway":
        """The gateway that an address names; raises ValueError where something is missing."""
        parts = urlsplit(url)
        told = parse_qs(parts.query)
        if parts.scheme not in {"https", "http"} or not parts.hostname:
            raise ValueError("no https:// or aliyun:// address")
        if not told.get("key") or not told.get("secret"):
            raise ValueError("the key or the secret is missing")
        key, secret = told.pop("key")[0], told.pop("secret")[0]
        rest = urlencode(told, doseq=True)
        return cls(parts._replace(query=rest, fragment="").geturl(), key, secret)


def gateway_of(url: str) -> Gateway | aliyun.Gateway:
    """The gateway that SMS_URL names; raises ValueError in plain words where it names none."""
    return aliyun.Gateway.of(url) if url.startswith("aliyun:") else Gateway.of(url)


def sender_of(config: Mapping[str, Any], outbox: Path) -> Callable[[Post], None]:
    """What hands over text messages under these settings."""
    if not config["SMS_URL"]:
        return partial(_write, outbox)
    return partial(_send_by, config["SMS_URL"])


def _write(outbox: Path, post: Post) -> None:
    keep(outbox, post, "sms.txt", f"{post.recipient}\n\n{post.body}\n".encode())


def _send_by(url: str, post: Post) -> None:
    """Read the address at each try: one that names no gateway must not keep the pages down."""
    try:
        gateway = gateway_of(url)
    except ValueError as wrong:
        raise OSError("SMS_URL names no gateway") from wrong
    if isinstance(gateway, aliyun.Gateway):
        aliyun.send(gateway, post)
    else:
        _send(gateway, post)


def _send(gateway: Gateway, post: Post) -> None:
    message = {
        "id": str(post.id),
        "to": post.recipient,
        "text": post.body,
        "parts": len(parts_of(post.body)),
        "language": post.language,
    }
    body = json.dumps(message, ensure_ascii=False).encode()
    answer = call(gateway.url, body, _signed(gateway, post, body), patience=PATIENCE)
    if answer.is_yes or answer.status == TAKEN_BEFORE:
        return
    if _error_in(answer.body) == "dead_number":
        raise Undeliverable("dead_number")
    raise OSError(f"the gateway answered {answer.status}")


def _signed(gateway: Gateway, post: Post, body: bytes) -> dict[str, str]:
    at, once = timestamp(), nonce()
    proof = signature(gateway.secret.encode(), at.encode(), once.encode(), body)
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Mediation-Key": gateway.key,
        "Mediation-Timestamp": at,
        "Mediation-Nonce": once,
        "Mediation-Signature": f"v1={proof.hex()}",
        "Idempotency-Key": str(post.id),
    }


def _error_in(body: bytes) -> str:
    try:
        told = json.loads(body)
    except ValueError:
        return ""  # An error page: it says nothing of the number.
    return str(told.get("error", "")) if isinstance(told, dict) else ""
