"""Which language this reader reads, and the form that changes it."""

from flask import Blueprint, current_app, g, redirect, request, session
from flask_login import current_user
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from mediation.web.csrf import check_same_origin, csrf
from mediation.wording.catalogue import LOCALES, locale_for

bp = Blueprint("language", __name__)

TAGS = {"zh_CN": "zh-CN", "en": "en"}
NAMES = {"zh_CN": "中文", "en": "English"}


# Without a token, so that a page for a visitor needs no session: all it changes is the language.
@bp.post("/language")
@csrf.exempt
def choose() -> Response:
    """Remember the language chosen here, and go back to the page it was chosen on."""
    check_same_origin()
    chosen = request.form.get("locale", "")
    if chosen not in LOCALES:
        raise BadRequest("unknown language")
    session["locale"] = chosen
    return redirect(safe_path(request.form.get("next", "")), code=303)


def current_locale() -> str:
    """Chosen here, else the account's, else the browser's, else the default."""
    if "locale" not in g:
        g.locale = _read_locale()
    return g.locale


def _read_locale() -> str:
    for wish in (session.get("locale"), current_user.locale):
        if wish in LOCALES:
            return wish
    return locale_of_browser()


def locale_of_browser() -> str:
    """The first of the browser's languages that we speak, else the default."""
    for tag, quality in request.accept_languages:
        ours = locale_for(tag, default="")
        if ours and quality > 0:
            return ours
    return current_app.config["DEFAULT_LOCALE"]


def safe_path(path: str) -> str:
    """`path` if it is an address of ours, else the front page; never another host."""
    ours = path.startswith("/") and not path.startswith("//")
    clean = all(" " < letter != "\\" for letter in path)
    return path if ours and clean else "/"
