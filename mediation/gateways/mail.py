"""Handing mails to a mail server, or to files where none is named."""

import smtplib
import ssl
from collections.abc import Callable, Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from mediation.gateways.outbox import keep
from mediation.gateways.post import Post

LONGEST_HEADER = 200
PATIENCE = 20


class Office(NamedTuple):
    """From where mails are sent, and by which server."""

    url: str
    sender: str
    domain: str


def sender_of(config: Mapping[str, Any], outbox: Path) -> Callable[[Post], None]:
    """What hands over mails under these settings."""
    domain = urlsplit(config["BASE_URL"]).hostname or "localhost"
    wish = parse_qs(urlsplit(config["MAIL_URL"]).query).get("from", [])
    office = Office(config["MAIL_URL"], wish[0] if wish else f"no-reply@{domain}", domain)
    return partial(_send, office) if office.url else partial(_write, office, outbox)


def _write(office: Office, outbox: Path, post: Post) -> None:
    keep(outbox, post, "eml", _mail(office, post).as_bytes(policy=SMTP))


def header(text: str) -> str:
    """`text` fit to stand in a header: one line, no encoded word of somebody else's making.

    An encoded `=?…?=` could carry line breaks past the library's own check (CVE-2024-6923).
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line.replace("=?", "= ?")[:LONGEST_HEADER]


def _mail(office: Office, post: Post) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(addr_spec=office.sender)
    mail["To"] = Address(addr_spec=header(post.recipient))
    mail["Subject"] = header(post.subject)
    mail["Date"] = format_datetime(post.written_at)
    mail["Message-ID"] = f"<{post.id}@{office.domain}>"
    mail["Content-Language"] = header(post.language)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(post.body, cte="quoted-printable" if post.body.isascii() else "base64")
    return mail


def _send(office: Office, post: Post) -> None:
    mail = _mail(office, post)
    address = urlsplit(office.url)
    host = address.hostname or "localhost"
    trust = ssl.create_default_context()
    server: smtplib.SMTP
    if address.scheme == "smtps":
        server = smtplib.SMTP_SSL(
            host, address.port or 465, office.domain, timeout=PATIENCE, context=trust
        )
    else:
        server = smtplib.SMTP(host, address.port or 25, office.domain, timeout=PATIENCE)
    with server:
        if address.scheme != "smtps" and server.has_extn("starttls"):
            server.starttls(context=trust)
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
        server.send_message(mail)
