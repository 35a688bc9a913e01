"""What every request leaves: a number by which it can be found again, and a line in the log."""

import logging
import secrets
import time

from flask import Flask, Response, g, request

log = logging.getLogger(__name__)


def init_requests(app: Flask) -> None:
    """Number each request first of all, and log each answer."""
    app.before_request_funcs.setdefault(None, []).insert(0, _begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    if log.isEnabledFor(logging.INFO):
        # The endpoint and never the path: a path may hold a case number or a one-time key.
        log.info(
            "request",
            extra={
                "facts": {
                    "method": request.method,
                    "page": request.endpoint,
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - g.began) * 1000, 1),
                }
            },
        )
    return response
