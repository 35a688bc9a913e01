"""The administrator's page of messages on their way out: where each stands, and one more try."""

from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, redirect, request
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.dispatch import Dispatch
from mediation.domain.notices import kinds
from mediation.queries import dispatch
from mediation.queries.accounts import again
from mediation.services.outbox import retry_notice
from mediation.transaction import transaction
from mediation.web.buckets import count_words
from mediation.web.converters import key, moment_and_key
from mediation.web.forms.texts import Unreadable, read_phone
from mediation.web.login import current_actor
from mediation.web.pages import say, show, tell

bp = Blueprint("dispatch", __name__, url_prefix="/admin/notices")

LONGEST = 200


@bp.get("")
def index() -> str:
    """Messages by where they stand, or those that somebody looks for."""
    now = clock.now()
    words = request.args.get("q", "").strip()[:LONGEST]
    kind = request.args.get("kind", "")
    kind = kind if kind in kinds() else ""
    wish = request.args.get("state", "")
    state = Dispatch(wish) if wish in set(Dispatch) else Dispatch.WAITING
    before = request.args.get("before", type=key)
    if words:
        found = dispatch.searched(words, number=_number(words), kind=kind, now=now, before=before)
    elif kind:
        found = dispatch.of_kind(kind, now=now, before=before)
    else:
        place = moment_and_key(request.args)
        found = dispatch.standing(state, now=now, after=place, before=before)
    page = found[: dispatch.PAGE]
    asked = {"q": words, "kind": kind} if words or kind else {"state": state}
    return show(
        "dispatch/index.html",
        lines=page,
        q=words,
        kind=kind,
        kinds=list(kinds()),
        state="" if words or kind else state,
        tabs=_tabs(dispatch.counts(now=now), "" if words or kind else state),
        after=_next_page(asked, page) if len(found) > len(page) else None,
        keeps_files=not current_app.config["MAIL_URL"],
    )


@bp.post("/<id:notice_id>/retry")
def retry(notice_id: int) -> Response:
    """Try a message once more that was given up."""
    with transaction():
        retry_notice(notice_id, actor=again(current_actor()) or abort(404), now=clock.now())
    tell("The message is tried again now.")
    return redirect("/admin/notices?state=given_up", code=303)


def _number(words: str) -> str | None:
    try:
        return read_phone(words)
    except Unreadable:
        return None


def _tabs(counts: dict[str, int], here: str) -> list[tuple[str, str, bool]]:
    return [
        (
            f"/admin/notices?state={state}",
            say("dispatch.tab", state=say(f"dispatch.{state}"), count=count_words(counts[state])),
            state == here,
        )
        for state in Dispatch
    ]


def _next_page(asked: dict[str, str], page: list[dispatch.Line]) -> str:
    last = page[-1]
    place: dict[str, object] = {"before": last.id}
    if asked.get("state") in dispatch.BY_DUE:
        place["at"] = f"{last.due_at.timestamp():.6f}"
    return "/admin/notices?" + urlencode({k: v for k, v in asked.items() if v} | place)
