"""A real mail server on this machine (aiosmtpd): it keeps what it takes, refuses what it must."""

import email
import email.policy
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Clerk:
    """Whoever takes the mails; what it is asked to refuse, it refuses."""

    def __init__(self):
        self.mails = []
        self.written = []  # the same, as the bytes that came
        self.envelopes = []
        self.users = []
        self.knows = True  # whoever shows a password
        self.refused = {}  # recipient -> the answer to RCPT
        self.answer = "250 kept"  # to DATA; "" hangs up before answering
        self.farewell = "221 bye"  # "" hangs up before answering

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's own name
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's own name
        if not self.answer:
            server.transport.abort()
            return "421 never heard"
        if self.answer.startswith("2"):
            content = envelope.original_content
            self.written.append(content)
            self.mails.append(email.message_from_bytes(content, policy=email.policy.default))
            self.envelopes.append((list(envelope.rcpt_tos), session.ssl is not None))
        return self.answer

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802 - aiosmtpd's own name
        if not self.farewell:
            server.transport.abort()
        return self.farewell or "421 never heard"

    def authenticate(self, server, session, envelope, mechanism, said):
        self.users.append((said.login.decode(), said.password.decode()))
        return AuthResult(success=self.knows, handled=self.knows)


class Office(Controller):
    """The server itself, on a port that the machine gives it."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def open_office(**settings):
    """A server for the time of a `with`; its clerk knows the `url` for MAIL_URL."""
    clerk = Clerk()
    office = Office(
        clerk, hostname="127.0.0.1", port=0, authenticator=clerk.authenticate, **settings
    )
    office.start()
    clerk.port = office.port
    clerk.url = f"smtp://127.0.0.1:{office.port}?from=hello@tiaojie.example"
    try:
        yield clerk
    finally:
        office.stop()
