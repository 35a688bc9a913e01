"""Where no mail server is named: the messages that would have left, for whoever tries this out."""

from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, make_response, request, url_for

from mediation.gateways import kept
from mediation.web.pages import show

bp = Blueprint("kept", __name__, url_prefix="/outbox/files")

PAGE = 50
# Whatever stands in a mail runs nothing, loads nothing and belongs to no site.
FENCED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@bp.get("")
def index() -> str:
    """All messages kept as files, newest first."""
    found = kept.newest(_folder(), before=request.args.get("before", ""), most=PAGE + 1)
    page = found[:PAGE]
    after = url_for(".index", before=page[-1].name) if len(found) > PAGE else None
    return show("kept/index.html", messages=[(one, _written_at(one)) for one in page], after=after)


@bp.get("/<name>")
def detail(name: str) -> str:
    """One message in all its forms."""
    message = _find(name)
    return show("kept/detail.html", message=message, written_at=_written_at(message))


@bp.get("/<name>/html")
def html(name: str) -> Response:
    """The dressed form of a mail, as a mail program would show it, behind a fence."""
    response = make_response(_find(name).html or abort(404))
    response.headers["Content-Security-Policy"] = FENCED
    return response


def _find(name: str) -> kept.Kept:
    return kept.one(_folder(), name) or abort(404)


def _written_at(message: kept.Kept) -> datetime:
    """When it was written, as its name tells."""
    return datetime.strptime(message.name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _folder() -> Path:
    """Where they lie; with a mail server there is no such page."""
    if current_app.config["MAIL_URL"]:
        abort(404)
    return Path(current_app.instance_path) / "outbox"
