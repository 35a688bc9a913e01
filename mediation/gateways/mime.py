"""Putting together a mail: its headers, its text, its HTML and its calendar file."""

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from mediation.gateways.post import Post, Undeliverable

LONGEST_HEADER = 200
# What may stand in an address of the web; everything else is written as %XX.
IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%"
UNBROKEN = frozenset({"message-id", "in-reply-to", "references", "list-unsubscribe"})


class Whole(EmailPolicy):
    """The library's policy for SMTP, but names and addresses are written in one piece.

    Where one is longer than a line the library makes encoded words of it, which no mail program
    reads in these headers; RFC 5322 allows 998 characters a line.
    """

    def fold(self, name: str, value: Any) -> str:
        """One header as it is sent."""
        return f"{name}: {value}\r\n" if name.lower() in UNBROKEN else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same, in bytes."""
        if name.lower() in UNBROKEN:
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


SMTP = Whole(linesep="\r\n", raise_on_defect=False)


class Writer(NamedTuple):
    """Who writes, and under which domain mails are numbered."""

    sender: str
    domain: str

    def mail(self, post: Post) -> EmailMessage:
        """The mail of one message; raises Undeliverable where the recipient is no address."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = Address(addr_spec=self.sender)
        mail["To"] = _address(post.recipient)
        mail["Subject"] = header(post.subject)
        mail["Date"] = format_datetime(post.written_at)
        mail["Message-ID"] = f"<{post.id}@{self.domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        self._add_thread(mail, post.thread)
        _add_unsubscribing(mail, post.unsubscribe)
        _add_parts(mail, post)
        # Last: whoever sets the content of a mail removes all that was said of it.
        mail["Content-Language"] = header(post.language)
        return mail

    def _add_thread(self, mail: EmailMessage, thread: str | None) -> None:
        """Every mail answers the same first one, which was never sent: so they lie together."""
        if thread:
            name = "".join(c for c in thread if c.isascii() and c.isalnum())
            mail["In-Reply-To"] = mail["References"] = f"<thread.{name}@{self.domain}>"


def header(text: str) -> str:
    """`text` fit to stand in a header: one line, no encoded word of somebody else's making.

    An encoded `=?…?=` could carry line breaks past the library's own check (CVE-2024-6923).
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line.replace("=?", "= ?")[:LONGEST_HEADER]


def _address(recipient: str) -> Address:
    name, _, domain = header(recipient).rpartition("@")
    try:
        address = Address(addr_spec=f"{name}@{domain.encode('idna').decode()}")
    except (ValueError, IndexError, HeaderParseError) as wrong:
        raise Undeliverable("no_such_address") from wrong
    if not address.username or not address.domain:
        raise Undeliverable("no_such_address")
    return address


def _add_unsubscribing(mail: EmailMessage, url: str | None) -> None:
    """RFC 8058: a mail program may unsubscribe by one POST, without showing a page."""
    if url:
        mail["List-Unsubscribe"] = f"<{quote(url, safe=IN_ADDRESSES)}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _add_parts(mail: EmailMessage, post: Post) -> None:
    """The plainest first: of several forms a mail program shows the last that it knows."""
    mail.set_content(post.body, cte=_encoding(post.body))
    if post.html is not None:
        mail.add_alternative(post.html, subtype="html", cte=_encoding(post.html))
    if post.calendar is not None:
        text = post.calendar.decode()
        mail.add_alternative(
            text, subtype="calendar", cte="base64", params={"method": _method(text)}
        )


def _encoding(text: str) -> str:
    return "quoted-printable" if text.isascii() else "base64"


def _method(calendar: str) -> str:
    """What a calendar file asks for: PUBLISH, REQUEST or CANCEL."""
    lines = (line.partition(":") for line in calendar.splitlines())
    return next((value for name, _, value in lines if name.upper() == "METHOD"), "PUBLISH")
