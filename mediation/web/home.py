"""The front page, and the pages at the foot of every page."""

from flask import Blueprint

from mediation.domain.lanes import Lane
from mediation.web.pages import show

bp = Blueprint("home", __name__)

DOOR_ICONS = {
    Lane.CONDUCT: "telephone-x-fill",
    Lane.FEES: "receipt-cutoff",
    Lane.IDENTITY: "person-fill-x",
    Lane.HARDSHIP: "umbrella-fill",
    Lane.BYSTANDER: "person-exclamation",
}


@bp.get("/", endpoint="show")
def front() -> str:
    """What this house does, and the ways in."""
    return show("home/show.html", doors=list(DOOR_ICONS.items()))


@bp.get("/privacy")
def privacy() -> str:
    """What is kept, who sees it, and for how long."""
    return show("home/privacy.html")


@bp.get("/accessibility")
def accessibility() -> str:
    """For whom these pages work, and what to do where they do not."""
    return show("home/accessibility.html")
