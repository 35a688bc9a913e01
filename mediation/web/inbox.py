"""The inbox of whoever is signed in: what they were told, and what of it they have not read."""

import json
from typing import NamedTuple

from flask import Blueprint, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.permissions import Actor
from mediation.queries import inbox
from mediation.queries.accounts import again
from mediation.services.inbox import read_all_notices, read_notice
from mediation.transaction import transaction
from mediation.web.converters import key
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.pages import show, tell
from mediation.wording.inbox import Leaf, closed_leaf, leaf

bp = Blueprint("inbox", __name__, url_prefix="/inbox")


class Line(NamedTuple):
    """A notice with its words."""

    entry: inbox.Entry
    leaf: Leaf


@bp.get("")
def index() -> str:
    """One's notices, newest first, or those of them that one has not read."""
    actor = _owner()
    unread_only = "unread" in request.args
    before = request.args.get("before", type=key)
    found = inbox.entries(actor, before=before, unread_only=unread_only)
    page = found[: inbox.PAGE]
    after = None
    if len(found) > len(page):
        only = "1" if unread_only else None
        after = url_for(".index", unread=only, before=page[-1].id)
    return show(
        "inbox/index.html",
        lines=[Line(entry, _said(entry)) for entry in page],
        unread_only=unread_only,
        newest=page[0].id if page and before is None else None,
        after=after,
    )


@bp.get("/<id:notice_id>")
def detail(notice_id: int) -> str:
    """One notice with its whole text; that alone does not make it read."""
    entry = inbox.entry(notice_id, actor=_owner()) or abort(404)
    return show("inbox/detail.html", entry=entry, leaf=_said(entry))


@bp.post("/<id:notice_id>/reading")
def read(notice_id: int) -> Response:
    """Open a notice, which is then read."""
    with transaction():
        read_notice(notice_id, actor=_present(), now=clock.now())
    return redirect(f"/inbox/{notice_id}", code=303)


@bp.post("/reading")
def read_all() -> Response:
    """Mark as read all that the page has shown, and what is older; what came since stays unread."""
    newest = request.form.get("newest", type=key)
    if newest is None:
        abort(400)
    with transaction():
        read_all_notices(newest=newest, actor=_present(), now=clock.now())
    tell("All notices are marked as read.")
    return redirect("/inbox", code=303)


def _said(entry: inbox.Entry) -> Leaf:
    if entry.is_closed:
        return closed_leaf(current_locale())
    return leaf(
        entry.kind,
        json.loads(entry.facts),
        locale=current_locale(),
        zone=current_app.config["TIMEZONE"],
        base_url=current_app.config["BASE_URL"],
        now=clock.now(),
    )


def _owner() -> Actor:
    """Whoever is signed in; a visitor with a follow-up code has no inbox."""
    actor = current_actor()
    return actor if actor.account_id is not None else abort(404)


def _present() -> Actor:
    """Whoever is asking, as the database knows them inside this transaction."""
    return again(_owner()) or abort(404)
