"""Bodies that carry files: written straight into the incoming folder, with a limit of their own."""

from functools import cached_property
from typing import Any

from flask import Flask, Request, current_app, request

from mediation.db import db
from mediation.gateways.files import Incoming, incoming

# Only these endpoints take more than a form's worth of octets.
TAKES_FILES: set[str] = {
    "awards.record",
    "complaint.completion",
    "evidence.index",
    "filing_rows.files",
}
FORM_ALLOWANCE = 1024 * 1024


class UploadRequest(Request):
    """A request whose files never pass through memory or the system's temporary folder."""

    def _load_form_data(self) -> None:
        """Read the form; where files come with it, they come slowly, and nothing waits for them.

        Whoever asks was looked up by now. The connection that did it goes back first, or a few
        dozen slow senders would hold them all.
        """
        if "form" not in self.__dict__ and self.mimetype == "multipart/form-data":
            db.session.rollback()
        super()._load_form_data()

    def _get_file_stream(self, *_sizes: Any, **_named: Any) -> Any:
        arriving = incoming()
        self._opened.append(arriving)
        return arriving

    @cached_property
    def _opened(self) -> list[Incoming]:
        return []

    def close(self) -> None:
        """Close every file, also of a body that broke off before it could be read as a form."""
        for arriving in self._opened:
            arriving.close()
        super().close()


def init_uploads(app: Flask) -> None:
    """Take files where they are expected, and nowhere else more than a form."""
    app.request_class = UploadRequest
    app.before_request_funcs.setdefault(None, []).insert(0, _allow)


def _allow() -> None:
    if request.endpoint in TAKES_FILES:
        most = int(current_app.config["MAX_UPLOAD_BYTES"])
        request.max_content_length = most + FORM_ALLOWANCE
