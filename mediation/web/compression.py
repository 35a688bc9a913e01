"""Pages travel compressed: brotli where the browser takes it, else gzip."""

import gzip

import brotli
from flask import Flask, Response, request

LEAST = 600  # A shorter page fits one packet as it is.
TEXTS = ("text/", "application/json", "application/javascript", "image/svg+xml")


def init_compression(app: Flask) -> None:
    """Compress every text that is not compressed already."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if (
        response.direct_passthrough
        or response.is_streamed
        or not (response.mimetype or "").startswith(TEXTS)
        or "Content-Encoding" in response.headers
    ):
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    coding = _coding() if len(body) >= LEAST else None
    if coding:
        response.set_data(
            brotli.compress(body, quality=4) if coding == "br" else gzip.compress(body, 4, mtime=0)
        )
        response.headers["Content-Encoding"] = coding
    return response


def _coding() -> str | None:
    accepted = request.accept_encodings
    return next((coding for coding in ("br", "gzip") if accepted[coding] > 0), None)
