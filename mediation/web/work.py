"""The work list: what a person must see to because the machine could not, and saying it is done."""

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.clocks import clocks
from mediation.domain.work import WorkKind
from mediation.queries import work
from mediation.services.work import close_work_item
from mediation.transaction import transaction
from mediation.web.converters import key
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.pages import show, tell

bp = Blueprint("work", __name__)

ICONS = {
    WorkKind.UNDELIVERABLE: "envelope-fill",
    WorkKind.DEADLINE_MISSED: "clock-fill",
    WorkKind.IMPOSSIBLE: "exclamation-octagon-fill",
}


@bp.get("/work")
def index() -> str:
    """What waits, the oldest first: why, which case, since when, and what to do."""
    found = work.undone(actor=current_actor(), after=request.args.get("after", type=key))
    page = found[: work.PAGE]
    return show(
        "work/index.html",
        items=page,
        icons=ICONS,
        kinds=[kind for kind in ICONS if any(one.item.kind is kind for one in page)],
        titles={rule: one.title[current_locale()] for rule, one in clocks().items()},
        after=page[-1].item.id if len(found) > len(page) else None,
    )


@bp.post("/work/<id:item_id>/done")
def done(item_id: int) -> Response:
    """Say that a thing was seen to."""
    with transaction():
        item = work.by_id(item_id, actor=current_actor()) or abort(404)
        close_work_item(item, actor=current_actor(), now=clock.now())
    tell("Done. It is off the list.")
    return redirect("/work", code=303)
