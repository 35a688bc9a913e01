"""Cases: the list of those that one may see, and the page of one."""

from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, abort, redirect, request
from sqlalchemy.engine import Row

from mediation import clock
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage
from mediation.domain.permissions import Actor
from mediation.domain.roles import LENDERS, Desk
from mediation.domain.spaces import Space
from mediation.domain.voices import VOICE_OF
from mediation.models.cases import Case
from mediation.queries import cases, correspondence, history, parties, search
from mediation.services.answers import record_first_reading
from mediation.transaction import on_case
from mediation.web.access import BODY
from mediation.web.frame import show_case
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.pages import show
from mediation.wording.catalogue import Catalogue, catalogue_of

bp = Blueprint("cases", __name__)

BUCKETS: dict[Desk, tuple[str, ...]] = {
    Desk.COMPLAINANT: ("all", "mine"),
    Desk.LENDER: (
        "mine",
        "unread",
        "with_lender",
        "negotiation",
        "awaiting_mediator",
        "mediation",
        "agreement",
        "performing",
        "breached",
        "closed",
        "all",
    ),
    Desk.OFFICER: (
        "mine",
        "unread",
        "received",
        "returned",
        "tracing",
        "with_lender",
        "negotiation",
        "awaiting_mediator",
        "mediation",
        "agreement",
        "performing",
        "breached",
        "arbitration",
        "court",
        "closed",
        "all",
    ),
    Desk.MEDIATOR: (
        "mine",
        "unread",
        "awaiting_mediator",
        "mediation",
        "agreement",
        "performing",
        "breached",
        "closed",
        "all",
    ),
    Desk.ARBITRATION: ("mine", "unread", "arbitration", "performing", "closed", "all"),
    Desk.SUPERVISOR: ("unread", "all"),
}
ICONS = {
    "mine": "person-raised-hand",
    "unread": "envelope-fill",
    "received": "inbox-fill",
    "returned": "arrow-repeat",
    "tracing": "search",
    "with_lender": "building-fill",
    "negotiation": "chat-dots-fill",
    "awaiting_mediator": "person-badge-fill",
    "mediation": "people-fill",
    "agreement": "pen-fill",
    "performing": "cash-coin",
    "breached": "exclamation-octagon-fill",
    "arbitration": "patch-check-fill",
    "court": "receipt-cutoff",
    "closed": "check-circle-fill",
    "all": "list-ol",
}


class Line(NamedTuple):
    """One row of a list, every word ready."""

    reference: str
    lane: str
    who: str
    company: str
    stage: str
    turn: str
    mine: bool
    unread: bool
    withheld: bool
    danger: bool
    paused: bool
    stirred_at: datetime
    filed_at: datetime
    amount_fen: int | None


@bp.get("/cases")
def index() -> Any:
    """The cases that one may see, searched (`q`), by bucket and lane, paged by key."""
    words = request.args.get("q", "").strip()[:80]
    return _search_page(words) if words else _bucket_page()


def _search_page(words: str) -> str:
    actor = current_actor()
    before = request.args.get("before", type=_key)
    ids = search.found(words, actor=actor, limit=cases.PAGE + 1, before=before)
    rows = cases.with_ids(ids[: cases.PAGE], actor=actor) if ids else []
    after = f"/cases?q={words}&before={ids[-2]}" if len(ids) > cases.PAGE else None
    return _list_page(actor, rows, "all", None, words, after)


def _bucket_page() -> str:
    actor = current_actor()
    bucket = request.args.get("bucket", "all")
    lane = request.args.get("lane")
    if bucket not in BUCKETS[actor.desk] or (lane is not None and lane not in set(Lane)):
        abort(404)
    filters = cases.Filters(
        bucket=bucket, lane=Lane(lane) if lane else None, before=_before(request.args)
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


def _key(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**63:
        raise ValueError("no key")
    return number


def _before(args: Any) -> tuple[datetime, int] | None:
    at, key = args.get("at", type=float), args.get("before", type=_key)
    if at is None or key is None or not 0 <= at < 1e11:
        return None
    return datetime.fromtimestamp(round(at, 6), tz=clock.now().tzinfo), key


def _list_page(
    actor: Actor, rows: Any, bucket: str, lane: str | None, words: str, after: str | None
) -> str:
    catalogue = catalogue_of(current_locale())
    names = BUCKETS[actor.desk]
    return show(
        "cases/index.html",
        lines=[line_of(row, actor, catalogue) for row in rows],
        buckets=bucket_links(actor, catalogue, "" if words else bucket),
        bucket=bucket,
        lane=lane,
        lanes=[(item.value, catalogue.say(f"lane.{item}")) for item in Lane],
        q=words,
        after=after,
        names=names,
        is_desk=actor.desk is not Desk.COMPLAINANT,
    )


def bucket_links(actor: Actor, catalogue: Catalogue, current: str) -> list[Any]:
    """The named buckets of a desk with what lies in each, counted in one statement."""
    names = BUCKETS[actor.desk]
    counts = cases.bucket_counts(names, actor=actor)
    links = [
        (
            "/cases" if name == "all" else f"/cases?bucket={name}",
            ICONS[name],
            catalogue.say(f"stage.{name}" if name in set(Stage) else f"bucket.{name}"),
            count_words(counts[name]),
            name in ("mine", "unread"),
            name == current,
        )
        for name in names
    ]
    first = [link for link in links if link[4]]
    rest = [link for link in links if not link[4]]
    return [
        (catalogue.say("bucket.first"), first),
        (catalogue.say("bucket.by_stage"), rest),
    ]


def count_words(count: int) -> str | int:
    """A count as it is shown: beyond the cap it says so."""
    return f"{cases.COUNT_CAP}+" if count > cases.COUNT_CAP else count


def line_of(row: Row, actor: Actor, catalogue: Catalogue) -> Line:
    """One row of a list in the reader's words, hiding a withheld name from the lender."""
    hidden = row.identity_withheld and actor.desk in (Desk.LENDER, Desk.SUPERVISOR)
    name = (
        catalogue.say("name.withheld")
        if hidden
        else Case.complainant_name.open(row.id, row.complainant_name)
    )
    return Line(
        reference=row.reference,
        lane=catalogue.say(f"lane.{row.lane}"),
        who=name,
        company=row.respondent_name or catalogue.say("company.unknown"),
        stage=catalogue.say(f"stage.{row.stage}"),
        turn=catalogue.say("turn.yours" if row.mine else f"turn.{row.turn}"),
        mine=row.mine,
        unread=row.unread,
        withheld=row.identity_withheld,
        # The other side must not learn that somebody was afraid of it.
        danger=row.in_danger and actor.role in BODY,
        paused=row.paused_since_at is not None,
        stirred_at=row.stirred_at,
        filed_at=row.filed_at,
        amount_fen=row.amount_fen,
    )


@bp.get("/cases/<reference>")
def detail(reference: str) -> str:
    """One case: where it stands, what one can do, what happened, who is involved."""
    actor = current_actor()
    case = cases.by_reference(reference, actor=actor) or abort(404)
    if actor.role in LENDERS and _first_time(case, actor):
        # The one page that writes on being looked at: the sender is told of the first reading.
        with on_case(case, actor) as (fresh, present):
            record_first_reading(fresh, actor=present, now=clock.now())
        case = cases.by_reference(reference, actor=actor) or abort(404)
    happened = history.timeline(case, actor=actor, before=request.args.get("before", type=_key))
    page = happened[: history.PAGE]
    catalogue = catalogue_of(current_locale())
    companies = parties.companies(case)
    return show_case(
        "cases/detail.html",
        case,
        entries=_entries(case, page, actor, catalogue),
        after=page[-1].number if len(happened) > history.PAGE else None,
        companies=companies,
        roles={row.role: catalogue.say(f"companyrole.{row.role}") for row in companies},
        outcome=catalogue.say(f"outcome.{case.outcome}") if case.outcome else "",
        people=parties.working_on(case),
        voice=VOICE_OF[actor.role],
    )


class Entry(NamedTuple):
    """One event of the timeline, every word ready; `body` is the message that it sent."""

    icon: str
    title: str
    space: Space
    at: datetime
    who: str
    body: str


# The picture of an event is that of the first of these with which its name begins.
PICTURES = {
    "message": "chat-dots-fill",
    "evidence": "paperclip",
    "offer": "file-earmark-text-fill",
    "hearing": "calendar-event-fill",
    "agreement": "pen-fill",
    "payment": "cash-coin",
    "danger": "shield-exclamation",
}


def _entries(
    case: Case, page: list[history.Happened], actor: Actor, catalogue: Catalogue
) -> list[Entry]:
    said = [item.facts["message"] for item in page if "message" in item.facts]
    bodies = correspondence.bodies(case, actor=actor) if said else {}
    titles = {item.event: catalogue.say(f"event.{item.event}") for item in page}
    return [
        Entry(
            PICTURES.get(item.event.split("_", 1)[0], "check-lg"),
            titles[item.event],
            item.space,
            item.at,
            _who(item, actor, catalogue),
            bodies.get(item.facts.get("message"), ""),
        )
        for item in page
    ]


def _who(item: history.Happened, actor: Actor, catalogue: Catalogue) -> str:
    """Who did it: oneself, else the role, with the name where the reader may know it."""
    role = item.facts.get("role", "")
    if role == actor.role and item.actor_id == actor.account_id:
        return catalogue.say("who.you")
    said = catalogue.say(f"role.{role}") if role else ""
    name = item.facts.get("actor", "")
    if not name or (role == "complainant" and actor.desk not in (Desk.OFFICER, Desk.MEDIATOR)):
        return said
    return f"{said} · {name}"


def _first_time(case: Case, actor: Actor) -> bool:
    return any(
        seat.first_read_at is None
        for seat in case.seats
        if seat.desk is Desk.LENDER and seat.holder_id == actor.holder_id
    )


@bp.get("/desk")
def desk() -> Any:
    """What waits for me: for everyone with cases this is the list of those whose turn it is."""
    actor = current_actor()
    if actor.desk is None:
        return redirect("/admin/people" if actor.role.value == "admin" else "/account")
    return redirect("/cases?bucket=mine")
