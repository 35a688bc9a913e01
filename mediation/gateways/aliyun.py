"""Text messages by Aliyun (阿里云短信服务), whose templates alone decide what a telephone shows.

    aliyun://ACCESS_KEY_ID:SECRET@dysmsapi.aliyuncs.com?sign=签名&template=SMS_1&code_template=SMS_2

`template` is an approved template for news. It may use `${code}`, the short code of the message;
whoever had one approved that takes whole sentences uses `${text}`. `code_template` is one for
one-time codes, whose `${code}` is that code; without it `template` serves for these too. Aliyun
takes no address of the web in a variable, so the site's must stand in the template itself.

Aliyun knows no idempotency: where its answer is lost on the way, the second try is a second
message. `OutId` is our number of the message, by which its console shows both.

Signature: https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
Call and errors: https://help.aliyun.com/document_detail/55284.html
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from mediation.gateways.calls import Answer, call
from mediation.gateways.post import Post, Undeliverable
from mediation.gateways.signing import nonce, timestamp

ALGORITHM = "ACS3-HMAC-SHA256"
VERSION = "2017-05-25"
PATIENCE = 10
OUR_NAME = re.compile(r"^【[^】]*】")  # Aliyun puts the approved one before every message.
DEAD = frozenset({"isv.MOBILE_NUMBER_ILLEGAL"})


class Gateway(NamedTuple):
    """An account with Aliyun, as SMS_URL names it."""

    host: str
    key: str
    secret: str
    sign: str
    template: str
    code_template: str

    @classmethod
    def of(cls, url: str) -> "Gateway":
        """The account that an address names; raises ValueError where something is missing."""
        parts = urlsplit(url)
        told = {name: values[0] for name, values in parse_qs(parts.query).items()}
        key, secret = unquote(parts.username or ""), unquote(parts.password or "")
        if not parts.hostname:
            raise ValueError("the name of Aliyun's server is missing")
        if not key or not secret:
            raise ValueError("the key or the secret is missing")
        if not told.get("sign") or not told.get("template"):
            raise ValueError("sign= or template= is missing")
        template = told["template"]
        host = parts.netloc.rpartition("@")[2]
        return cls(host, key, secret, told["sign"], template, told.get("code_template", template))


def send(gateway: Gateway, post: Post) -> None:
    """Send one message by Aliyun's SendSms."""
    query = {
        "PhoneNumbers": post.recipient.removeprefix("+86").removeprefix("+"),
        "SignName": gateway.sign,
        "TemplateCode": gateway.code_template if post.one_time else gateway.template,
        "TemplateParam": json.dumps(
            {"code": post.one_time or post.code, "text": OUR_NAME.sub("", post.body)},
            ensure_ascii=False,
        ),
        "OutId": str(post.id),
    }
    at = datetime.fromtimestamp(int(timestamp()), UTC)
    headers = signed(gateway, "SendSms", VERSION, query, at=at, once=nonce())
    url = f"https://{gateway.host}/?{canonical(query)}"
    _judge(call(url, b"", headers, patience=PATIENCE))


def _judge(answer: Answer) -> None:
    """A yes is a 200 whose JSON says OK; of all else only its code is told, never its words."""
    try:
        code = json.loads(answer.body).get("Code", "")
    except (ValueError, AttributeError):
        code = ""
    if code in DEAD:
        raise Undeliverable("dead_number")
    if not answer.is_yes or code != "OK":
        known = code if re.fullmatch(r"[\w.]{1,60}", str(code)) else "nothing known"
        raise OSError(f"Aliyun answered {answer.status} and {known}")


def signed(
    gateway: Gateway,
    action: str,
    version: str,
    query: Mapping[str, str],
    *,
    at: datetime,
    once: str,
) -> dict[str, str]:
    """The headers of a call without a body, signed by Aliyun's third procedure."""
    headers = {
        "host": gateway.host,
        "x-acs-action": action,
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "x-acs-signature-nonce": once,
        "x-acs-version": version,
    }
    names = ";".join(headers)  # In the order of the alphabet, as above.
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    asked = "\n".join(
        ["POST", "/", canonical(query), lines, names, headers["x-acs-content-sha256"]]
    )
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(asked.encode()).hexdigest()}"
    proof = hmac.digest(gateway.secret.encode(), to_sign.encode(), hashlib.sha256).hex()
    authority = f"{ALGORITHM} Credential={gateway.key},SignedHeaders={names},Signature={proof}"
    return {**headers, "Authorization": authority}


def canonical(query: Mapping[str, str]) -> str:
    """The query as it is signed and sent: in order, and in RFC 3986's percent signs."""
    return "&".join(f"{quote(name, '')}={quote(query[name], '')}" for name in sorted(query))
