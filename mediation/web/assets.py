"""Our static files, compressed once, each under an address that carries its hash."""

import gzip
import hashlib
import mimetypes
from functools import cache, cached_property
from pathlib import Path

import brotli
from flask import Blueprint, Response, abort, request

FOLDER = Path(__file__).parent.parent / "static"
PREFIX = "/assets/"
# What the browser may fetch; the script and lists that renew the vendored files stay at home.
SERVED = {".css", ".js", ".svg", ".png"}
FOR_EVER = "public, max-age=31536000, immutable"

bp = Blueprint("assets", __name__)


class Asset:
    """One file with its hash, its kind, and its compressed forms made when first asked for."""

    def __init__(self, path: Path) -> None:
        self.plain = path.read_bytes()
        self.digest = hashlib.sha256(self.plain).hexdigest()[:12]
        self.kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.is_text = self.kind.startswith("text/") or self.kind.endswith("svg+xml")

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.plain, 9, mtime=0)

    @cached_property
    def brotli(self) -> bytes:
        # Quality 9 is ready in a tenth of the time of the best, and a sixth larger.
        return brotli.compress(self.plain, quality=9)

    def response(self, caching: str) -> Response:
        """The smallest form that this browser takes."""
        body, coding = self.plain, None
        if self.is_text and request.accept_encodings["br"]:
            body, coding = self.brotli, "br"
        elif self.is_text and request.accept_encodings["gzip"]:
            body, coding = self.gzip, "gzip"
        response = Response(body, mimetype=self.kind)
        if coding:
            response.headers["Content-Encoding"] = coding
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = caching
        return response


@cache
def asset(name: str) -> Asset:
    """The file of this name, read once."""
    return Asset(FOLDER / name)


def asset_url(name: str) -> str:
    """The address of a static file, new whenever the file is."""
    return f"{PREFIX}{asset(name).digest}/{name}"


@cache
def names() -> frozenset[str]:
    """The files that may be fetched, relative to the folder of static files."""
    found = (path for path in FOLDER.rglob("*") if path.suffix in SERVED)
    return frozenset(path.relative_to(FOLDER).as_posix() for path in found)


@bp.get(f"{PREFIX}<digest>/<path:name>")
def file(digest: str, name: str) -> Response:
    """A static file; kept for ever under its own hash, asked for anew under an outdated one."""
    if name not in names():
        abort(404)
    found = asset(name)
    return found.response(FOR_EVER if digest == found.digest else "no-cache")
