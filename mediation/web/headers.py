"""What every answer tells the browser: what it may load, keep and pass on."""

from flask import Flask, Response, request, session

CONTENT = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Bootstrap's styles name small pictures of their own.
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": CONTENT,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
TWO_YEARS = "max-age=63072000; includeSubDomains"


def init_headers(app: Flask) -> None:
    """Set the headers on every answer; a view's own header wins."""
    fixed = dict(HEADERS)
    if app.config["BASE_URL"].startswith("https://"):
        fixed["Strict-Transport-Security"] = TWO_YEARS

    @app.after_request
    def set_headers(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.vary.add("Accept-Language")
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store" if _is_personal() else "no-cache"
        return response


def _is_personal() -> bool:
    """Whether the answer may hold what only this reader may see."""
    return bool(session) or request.method == "POST"
