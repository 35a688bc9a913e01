"""Handing mails to a mail server, or to files where none is named."""

import os
import smtplib
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from email.headerregistry import Address
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from mediation.gateways.mime import Writer
from mediation.gateways.outbox import keep
from mediation.gateways.post import Post, Undeliverable

PATIENCE = 20
HERE = {"127.0.0.1", "::1", "localhost"}


class Server(NamedTuple):
    """Where mails are handed in, as MAIL_URL names it: `smtp://user:password@host:587?from=…`."""

    host: str
    port: int
    at_once_encrypted: bool
    user: str
    password: str
    sender: str | None

    @classmethod
    def of(cls, url: str) -> "Server":
        """The server that an address names; raises ValueError where it names none."""
        address = urlsplit(url)
        if address.scheme not in {"smtp", "smtps"} or not address.hostname:
            raise ValueError("no smtp:// or smtps:// address")
        encrypted = address.scheme == "smtps"
        sender = next(iter(parse_qs(address.query).get("from", [])), None)
        if sender is not None:
            Address(addr_spec=sender)
        return cls(
            address.hostname,
            address.port or (465 if encrypted else 25),
            encrypted,
            unquote(address.username or ""),
            unquote(address.password or ""),
            sender,
        )


def sender_of(config: Mapping[str, Any], outbox: Path) -> Callable[[Post], None]:
    """What hands over mails under these settings."""
    domain = urlsplit(config["BASE_URL"]).hostname or "localhost"
    if not config["MAIL_URL"]:
        return partial(_keep, Writer(f"no-reply@{domain}", domain), outbox)
    return partial(_send_by, config["MAIL_URL"], domain)


def _keep(writer: Writer, outbox: Path, post: Post) -> None:
    mail = writer.mail(post)
    keep(outbox, post, "eml", mail.as_bytes())


def _send_by(url: str, domain: str, post: Post) -> None:
    """Read the address at each try: one that names no server must not keep the pages down."""
    try:
        server = Server.of(url)
    except ValueError as wrong:
        raise OSError("MAIL_URL names no mail server") from wrong
    mail = Writer(server.sender or f"no-reply@{domain}", domain).mail(post)
    line = connect(server, domain)
    try:
        line.send_message(mail)
    except smtplib.SMTPRecipientsRefused as refusal:
        [(code, said)] = refusal.recipients.values()
        _judge(code, said)
        raise
    finally:
        # What the server took is sent, however it says farewell; sent again it would come twice.
        with suppress(OSError):
            line.quit()
        line.close()


def connect(server: Server, domain: str, patience: float = PATIENCE) -> smtplib.SMTP:
    """An open line to a server, encrypted wherever it can be, on which mails are taken."""
    trust = trusted()
    line: smtplib.SMTP
    if server.at_once_encrypted:
        line = smtplib.SMTP_SSL(server.host, server.port, domain, timeout=patience, context=trust)
    else:
        line = smtplib.SMTP(server.host, server.port, domain, timeout=patience)
    try:
        _introduce(line, server, trust)
    except Exception:
        line.close()
        raise
    return line


def trusted() -> ssl.SSLContext:
    """Whose certificates are believed; read anew only where the machine's own change.

    Reading them takes longer than handing over a mail.
    """
    places = ssl.get_default_verify_paths()
    there = (place for place in (places.cafile, places.capath) if place)
    return _trusted(*((place, os.stat(place).st_mtime_ns) for place in there))


@lru_cache(maxsize=4)
def _trusted(*_places: tuple[str, int]) -> ssl.SSLContext:
    return ssl.create_default_context()


def _introduce(line: smtplib.SMTP, server: Server, trust: ssl.SSLContext) -> None:
    line.ehlo_or_helo_if_needed()
    encrypted = server.at_once_encrypted
    if not encrypted and line.has_extn("starttls"):
        line.starttls(context=trust)
        encrypted = True
    if server.user:
        if not encrypted and server.host not in HERE:
            raise smtplib.SMTPNotSupportedError("no password is sent in the open")
        line.login(server.user, server.password)


def _judge(code: int, said: bytes) -> None:
    """Raise Undeliverable where a refused recipient will be refused for ever.

    RFC 3463 where the server speaks it: X.1 is the address, 5.2.1 a mailbox that takes nothing.
    A full mailbox empties, and a server that will not pass mails on (5.7, "relay") blames us:
    whoever is to be reached must not be struck off for that.
    """
    status = said.split(b" ", 1)[0]
    if status.startswith(b"5.1."):
        raise Undeliverable("no_such_address")
    if status == b"5.2.1":
        raise Undeliverable("refused_address")
    unsaid = status.count(b".") != 2
    if unsaid and code in {550, 551, 553} and b"relay" not in said.lower():
        raise Undeliverable("no_such_address")
