"""Handing over mails and text messages: to files in instance/outbox/, or to a mail server."""

import os
import smtplib
import ssl
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

LONGEST_HEADER = 200
PATIENCE = 20


class Post(NamedTuple):
    """One message on its way; `id` is the same however often it has to be tried."""

    id: int
    channel: str
    recipient: str
    subject: str
    body: str
    written_at: datetime
    language: str


class _Office(NamedTuple):
    folder: Path
    mail_url: str
    sender: str
    domain: str


_office: list[_Office] = []


def init_mail(config: Mapping[str, Any], folder: Path) -> None:
    """Read the settings: without MAIL_URL, and for text messages, files are written."""
    domain = urlsplit(config["BASE_URL"]).hostname or "localhost"
    wish = parse_qs(urlsplit(config["MAIL_URL"]).query).get("from", [])
    sender = wish[0] if wish else f"no-reply@{domain}"
    _office[:] = [_Office(folder / "outbox", config["MAIL_URL"], sender, domain)]


def hand_over(post: Post) -> None:
    """Send one message, or write its file; doing it again does not make a second file.

    Raises OSError (of which smtplib's errors are a kind) when it could not be done.
    """
    office = _office[0]
    if post.channel == "sms":
        text = f"{header(post.recipient)}\n\n{post.body}\n"
        _write(office.folder, f"{_stem(post)}.sms.txt", text.encode())
    elif office.mail_url:
        _send(office, _mail(office, post))
    else:
        _write(office.folder, f"{_stem(post)}.eml", _mail(office, post).as_bytes(policy=SMTP))


def header(text: str) -> str:
    """`text` fit to stand in a header: one line, no encoded word of somebody else's making.

    An encoded `=?…?=` could carry line breaks past the library's own check (CVE-2024-6923).
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line.replace("=?", "= ?")[:LONGEST_HEADER]


def _mail(office: _Office, post: Post) -> EmailMessage:
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


def _stem(post: Post) -> str:
    return f"{post.written_at:%Y%m%dT%H%M%SZ}-{post.id}"


def _write(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{name}.{os.getpid()}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, folder / name)


def _send(office: _Office, mail: EmailMessage) -> None:
    address = urlsplit(office.mail_url)
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
