"""Mails and text messages as they lie in the outbox of an instance, oldest first."""

import email
import email.policy
import re
from typing import NamedTuple


class Letter(NamedTuple):
    """One message that was handed over."""

    to: str
    subject: str
    body: str
    channel: str

    @property
    def link(self):
        """The first address in it."""
        return re.search(r"https?://\S+", self.body)[0]

    @property
    def path(self):
        """The first address in it, without the machine."""
        return re.sub(r"^https?://[^/]+", "", self.link)

    @property
    def code(self):
        """The first run of six digits in it."""
        return re.search(r"(?<!\d)\d{6}(?!\d)", self.body)[0]


def letters_in(folder):
    """Every message in an outbox, in the order in which they were written."""
    return [letter_in(path) for path in sorted(folder.glob("*")) if not path.name.startswith(".")]


def letter_in(path):
    if path.suffix == ".eml":
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        text = mail.get_body(("plain",)).get_content()
        return Letter(mail["To"], mail["Subject"], text, "email")
    recipient, _, body = path.read_text().partition("\n\n")
    return Letter(recipient, "", body, "sms")
