"""Reading again the messages that are kept as files, where no server is named for them."""

import email
import email.policy
import heapq
import os
import re
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

# Only what we name like this is ever opened: no name leads out of the folder.
NAME = re.compile(r"\d{8}T\d{6}Z-\d{1,19}\.(?:eml|sms\.txt)", re.ASCII)

CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Kept(NamedTuple):
    """One message as it would have left; a text message has neither subject nor other forms."""

    name: str
    to: str
    subject: str
    sent: str
    text: str
    html: str
    calendar: str
    language: str

    @property
    def is_mail(self) -> bool:
        """Whether it is a mail, and not a text message."""
        return self.name.endswith(".eml")


def newest(folder: Path, *, before: str = "", most: int) -> list[Kept]:
    """The latest messages in the folder, or the latest whose names come before a name."""
    if not folder.is_dir():
        return []
    with os.scandir(folder) as found:
        names = (file.name for file in found if NAME.fullmatch(file.name))
        chosen = heapq.nlargest(most, (name for name in names if not before or name < before))
    kept = (one(folder, name) for name in chosen)
    return [message for message in kept if message is not None]


def one(folder: Path, name: str) -> Kept | None:
    """The message of this name; None for whatever is none of ours."""
    path = folder / name
    if not NAME.fullmatch(name) or path.is_symlink() or not path.is_file():
        return None
    content = path.read_bytes()
    return _mail(name, content) if name.endswith(".eml") else _text_message(name, content)


def _mail(name: str, content: bytes) -> Kept:
    mail = email.message_from_bytes(content, policy=email.policy.default)
    return Kept(
        name=name,
        to=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        sent=str(mail["Date"] or ""),
        text=_part(mail, "plain"),
        html=_part(mail, "html"),
        calendar=_calendar(mail),
        language=str(mail["Content-Language"] or "") or _language_of(_part(mail, "plain")),
    )


def _part(mail: EmailMessage, form: str) -> str:
    part = mail.get_body((form,))
    return str(part.get_content()) if part is not None else ""


def _calendar(mail: EmailMessage) -> str:
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            content = part.get_content()
            return content.decode(errors="replace") if isinstance(content, bytes) else str(content)
    return ""


def _text_message(name: str, content: bytes) -> Kept:
    to, _, text = content.decode(errors="replace").partition("\n\n")
    return Kept(name, to.strip(), "", "", text.strip(), "", "", _language_of(text))


def _language_of(text: str) -> str:
    """What a text message does not say of itself: one Chinese sign makes it Chinese."""
    return "zh-CN" if CHINESE.search(text) else "en"
