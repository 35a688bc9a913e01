"""Every message in both languages and by every channel, as it would arrive; and one to oneself."""

from typing import Any, NamedTuple

from flask import Blueprint, abort, current_app, make_response, redirect, request
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.notices import Channel, Kind, Subject, kinds
from mediation.domain.sms import parts_of
from mediation.queries.accounts import again
from mediation.services.previews import send_test_notice, tested_by
from mediation.transaction import transaction
from mediation.web.kept import FENCED
from mediation.web.locale import NAMES, TAGS, current_locale
from mediation.web.login import current_actor
from mediation.web.pages import show, tell
from mediation.wording.catalogue import LOCALES
from mediation.wording.notices import Letter, letter, sentences_of
from mediation.wording.previews import sample_facts

bp = Blueprint("previews", __name__, url_prefix="/admin/notices/preview")

CODE = "ABCD2345"


class Version(NamedTuple):
    """A message in one language: as a mail, and as the text messages that it becomes."""

    locale: str
    tag: str
    language: str
    mail: Letter | None
    calendar: str
    texts: list[str]


@bp.get("")
def index() -> str:
    """Every kind of message under what it is about."""
    groups: dict[Subject, list[tuple[Kind, str]]] = {subject: [] for subject in Subject}
    for kind in kinds().values():
        groups[kind.subject].append((kind, _first(kind.id)))
    return show("previews/index.html", groups=list(groups.items()))


@bp.get("/<kind_id>")
def detail(kind_id: str) -> str:
    """One kind of message in both languages, with invented facts."""
    kind = kinds().get(kind_id) or abort(404)
    return show(
        "previews/detail.html",
        kind=kind,
        versions=[_version(kind, locale) for locale in LOCALES],
        channels=tested_by(kind.id),
        names=[(locale, NAMES[locale]) for locale in LOCALES],
    )


@bp.get("/<kind_id>/<locale>/html")
def html(kind_id: str, locale: str) -> Response:
    """The dressed form of a mail, as a mail program shows it, behind a fence."""
    if kind_id not in kinds() or locale not in LOCALES:
        abort(404)
    response = make_response(_mail(kind_id, locale).html or abort(404))
    response.headers["Content-Security-Policy"] = FENCED
    return response


@bp.post("/<kind_id>/test")
def send(kind_id: str) -> Response:
    """Send one to oneself."""
    channel, _, locale = request.form.get("by", "").partition("/")
    if channel not in set(Channel) or locale not in LOCALES:
        abort(400)
    with transaction():
        send_test_notice(
            kind_id,
            Channel(channel),
            locale=locale,
            actor=again(current_actor()) or abort(404),
            now=clock.now(),
        )
    tell("A test is on its way to you.")
    return redirect(f"/admin/notices/preview/{kind_id}", code=303)


def _version(kind: Kind, locale: str) -> Version:
    leaves = {Channel.MAIL, Channel.INBOX} & set(kind.channels)
    mail = _mail(kind.id, locale) if leaves else None
    text = (
        letter(kind.id, "sms", check=CODE, **_told(kind.id, locale)).body
        if Channel.SMS in kind.channels
        else ""
    )
    return Version(
        locale=locale,
        tag=TAGS[locale],
        language=NAMES[locale],
        mail=mail,
        calendar=(mail.calendar or b"").decode() if mail else "",
        texts=parts_of(text) if text else [],
    )


def _first(kind: str) -> str:
    """What happened, in the reader's words; the subject of a mail says no more than it may."""
    return sentences_of(kind, **_told(kind, current_locale())).first


def _mail(kind: str, locale: str) -> Letter:
    return letter(kind, "mail", check=CODE, **_told(kind, locale))


def _told(kind: str, locale: str) -> dict[str, Any]:
    now = clock.now()
    return {
        "facts": sample_facts(kind, locale=locale, now=now),
        "locale": locale,
        "zone": current_app.config["TIMEZONE"],
        "base_url": current_app.config["BASE_URL"],
        "now": now,
    }
