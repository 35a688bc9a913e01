"""Cases: the list of those that one may see, and the page of one."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, redirect, request

from mediation.domain.lanes import Lane
from mediation.domain.permissions import Actor
from mediation.domain.roles import Desk, Role
from mediation.domain.voices import VOICE_OF
from mediation.queries import cases, history, search
from mediation.web.buckets import BUCKETS, bucket_links, lines_of, present, words_of
from mediation.web.converters import key, moment_and_key
from mediation.web.dates import dues_of
from mediation.web.drafts import begun_here
from mediation.web.frame import show_case
from mediation.web.involved import involved_in
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import show
from mediation.web.timeline import entries_of
from mediation.wording.catalogue import catalogue_of

bp = Blueprint("cases", __name__)

# The first page of those on whose desk no case can lie.
HOMES = {Role.ADMIN: "/admin", Role.AUDITOR: "/audit"}


@bp.get("/cases")
def index() -> Any:
    """The cases that one may see, searched (`q`), by bucket and lane, paged by key."""
    words = request.args.get("q", "").strip()[:80]
    return _search_page(words) if words else _bucket_page()


def _search_page(words: str) -> str:
    actor = current_actor()
    before = request.args.get("before", type=key)
    ids = search.found(words, actor=actor, limit=cases.PAGE + 1, before=before)
    rows = cases.with_ids(ids[: cases.PAGE], actor=actor) if ids else []
    more = urlencode({"q": words, "before": ids[-2]}) if len(ids) > cases.PAGE else ""
    after = f"/cases?{more}" if more else None
    return _list_page(actor, rows, "all", None, words, after)


def _bucket_page() -> str:
    actor = current_actor()
    bucket = request.args.get("bucket", "all")
    lane = request.args.get("lane")
    if bucket not in BUCKETS[actor.desk] or (lane is not None and lane not in set(Lane)):
        abort(404)
    filters = cases.Filters(
        bucket=bucket,
        lane=Lane(lane) if lane else None,
        before=moment_and_key(request.args),
        present=present(),
    )
    found = cases.listed(filters, actor=actor)
    rows = found[: cases.PAGE]
    after = None
    if len(found) > cases.PAGE:
        last = rows[-1]
        after = (
            f"/cases?bucket={bucket}"
            + (f"&lane={lane}" if lane else "")
            + f"&at={last.stirred_at.timestamp():.6f}&before={last.id}"
        )
    return _list_page(actor, rows, bucket, lane, "", after)


def _list_page(
    actor: Actor, rows: Any, bucket: str, lane: str | None, words: str, after: str | None
) -> str:
    catalogue = catalogue_of(current_locale())
    names = BUCKETS[actor.desk]
    return show(
        "cases/index.html",
        lines=lines_of(rows, actor, catalogue),
        buckets=bucket_links(actor, catalogue, "" if words else bucket),
        bucket=bucket,
        bucket_words=words_of(bucket),
        lane=lane,
        lanes=[(item.value, catalogue.say(f"lane.{item}")) for item in Lane],
        q=words,
        after=after,
        names=names,
        is_desk=actor.desk is not Desk.COMPLAINANT,
        begun=begun_here() if actor.desk is Desk.COMPLAINANT else [],
    )


@bp.get("/cases/<reference>")
def detail(reference: str) -> str:
    """One case: where it stands, what one can do, what happened, who is involved."""
    actor = current_actor()
    case = open_case(reference)
    happened = history.timeline(case, actor=actor, before=request.args.get("before", type=key))
    page = happened[: history.PAGE]
    catalogue = catalogue_of(current_locale())
    return show_case(
        "cases/detail.html",
        case,
        entries=entries_of(case, page, actor, catalogue),
        after=page[-1].number if len(happened) > history.PAGE else None,
        voice=VOICE_OF[actor.role],
        dues=dues_of(case, actor),
        **involved_in(case, catalogue),
    )


@bp.get("/desk")
def desk() -> Any:
    """What waits for me: for everyone with cases this is the list of those whose turn it is."""
    actor = current_actor()
    if actor.desk is None:
        return redirect(HOMES[actor.role])
    return redirect("/cases?bucket=mine" if "mine" in BUCKETS[actor.desk] else "/cases")
