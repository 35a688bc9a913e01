"""Refusals and failures as pages: what happened, that nothing was lost, and where to go next."""

import secrets
from typing import NamedTuple

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from mediation.domain.errors import NotFound, NotPermitted, Refused, Throttled
from mediation.web.pages import show, show_to_nobody
from mediation.web.refusals import sentence_of
from mediation.wording.catalogue import lazy

Answer = tuple[str, int] | tuple[str, int, list[tuple[str, str]]]


class Failure(NamedTuple):
    """What a page says about one HTTP status."""

    title: str
    lead: str


FAILURES = {
    400: Failure(
        lazy("We could not read what your browser sent"),
        lazy("Nothing was changed. Go back one page, look at what you wrote, and send it again."),
    ),
    403: Failure(
        lazy("You cannot do this in your present role"),
        lazy(
            "Nothing in the case has changed. If you have another role, "
            "switch to it at the top right and try again."
        ),
    ),
    404: Failure(
        lazy("This page is not there, or you may not see it"),
        lazy(
            "Perhaps the address was mistyped, or the case is not in your account. "
            "If the link came in a message, first check whether the message is real."
        ),
    ),
    405: Failure(
        lazy("This page cannot be used that way"),
        lazy("Nothing was changed. Go back one page and use the buttons there."),
    ),
    413: Failure(
        lazy("What you sent is too large"),
        lazy(
            "Nothing was stored. Send fewer or smaller files at a time; "
            "a screenshot is enough for most purposes."
        ),
    ),
    429: Failure(
        lazy("Too many tries in a short time"),
        lazy(
            "Nothing is locked for good and nothing was lost. "
            "Please wait a quarter of an hour and try again."
        ),
    ),
}
# What a person typed is shown again after a forged or outdated form; secrets never are.
NEVER_SHOWN = ("password", "code", "token", "once")


def init_errors(app: Flask) -> None:
    """Answer every refusal and failure with a page."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _outdated)
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(InternalServerError, _fault)


def _refused(error: Refused) -> Answer | tuple[str, int, dict[str, str]]:
    if isinstance(error, NotFound):
        return _failure(404)
    if isinstance(error, NotPermitted):
        return _failure(403)
    if isinstance(error, Throttled):
        return *_failure(429), {"Retry-After": str(error.seconds)}
    return show("errors/refused.html", sentence=sentence_of(error)), 409


def _outdated(error: CSRFError) -> Answer:
    """The form's token is not of this session: the sign-in ended, or another site sent the form."""
    current_app.logger.info("form refused at %s: %s", request.endpoint, error.description)
    texts = [
        text
        for name, text in request.form.items()
        if len(text) > 20 and not any(part in name for part in NEVER_SHOWN)
    ]
    return show("errors/outdated.html", texts=texts), 400


def _failed(error: HTTPException) -> Answer | HTTPException:
    status = error.code or 500
    if status < 400 or error.response is not None:
        return error
    page, status = _failure(status if status in FAILURES else 400)
    # What HTTP asks for beside the page: the methods allowed, when to come back.
    return page, status, [pair for pair in error.get_headers() if pair[0] != "Content-Type"]


def _failure(status: int) -> tuple[str, int]:
    return show("errors/failure.html", status=status, failure=FAILURES[status]), status


def _fault(error: InternalServerError) -> Answer:
    """A fault of ours. Flask has logged its cause; the number ties the page to that line.

    The page asks neither the database nor the session for anything: they may be the cause.
    """
    number = "E-{}-{}".format(*(secrets.token_hex(2).upper() for _ in range(2)))
    cause = type(error.original_exception or error).__name__
    current_app.logger.error("fault %s: %s at %s", number, cause, request.endpoint)
    return show_to_nobody("errors/fault.html", number=number), 500
