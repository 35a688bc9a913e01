"""Lists of cases: the named buckets of each desk, and a row in its reader's words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.engine import Row

from mediation import clock
from mediation.domain.lifecycle import Stage
from mediation.domain.permissions import Actor
from mediation.domain.roles import Desk
from mediation.domain.spaces import is_inside
from mediation.domain.standing import INSTANT, days_left
from mediation.models.cases import Case
from mediation.queries import buckets, deadlines
from mediation.services.days import day_of
from mediation.web.access import BODY
from mediation.wording.catalogue import Catalogue

BUCKETS: dict[Desk, tuple[str, ...]] = {
    Desk.COMPLAINANT: ("all", "mine"),
    Desk.LENDER: (
        "mine",
        "unread",
        "late",
        "due_soon",
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
        "late",
        "due_soon",
        "review",
        "pause_due",
        "unanswered",
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
        "late",
        "due_soon",
        "pause_due",
        "awaiting_mediator",
        "mediation",
        "agreement",
        "performing",
        "breached",
        "closed",
        "all",
    ),
    Desk.ARBITRATION: ("mine", "unread", "arbitration", "performing", "closed", "all"),
    Desk.SUPERVISOR: ("unread", "ending", "open", "closed", "all"),
}
# What waits for a desk on pages of its own.
BESIDE: dict[Desk | None, dict[str, str]] = {
    Desk.OFFICER: {
        "danger": "/danger/reports",
        "work": "/work",
        "mediator_complaints": "/mediator-complaints",
    },
    Desk.SUPERVISOR: {"overseen": "/supervision/mediator-complaints"},
}
FIRST = ("mine", "unread", "late", "due_soon", "danger")
# What nobody else sees to, and no turn tells of.
BY_HAND = ("work", "mediator_complaints", "overseen", "review", "pause_due", "unanswered", "ending")
GROUPS = ("bucket.first", "bucket.by_hand", "bucket.by_stage")
ICONS = {
    "mine": "person-raised-hand",
    "unread": "envelope-fill",
    "late": "exclamation-octagon-fill",
    "due_soon": "clock-fill",
    "danger": "shield-exclamation",
    "work": "person-raised-hand",
    "mediator_complaints": "person-exclamation",
    "overseen": "person-exclamation",
    "review": "arrow-repeat",
    "pause_due": "hourglass-split",
    "ending": "clock-fill",
    "open": "chat-dots-fill",
    "unanswered": "question-circle-fill",
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
    left: int | None  # Days until the nearest time that this desk must keep is over.


def present() -> buckets.Present:
    """The moment at which a list is looked at."""
    now = clock.now()
    return buckets.Present(now, day_of(now))


def bucket_links(actor: Actor, catalogue: Catalogue, current: str) -> list[Any]:
    """The named buckets of a desk with what lies in each, counted in one statement."""
    beside = BESIDE.get(actor.desk, {})
    names = (*BUCKETS[actor.desk], *beside)
    counts = buckets.bucket_counts(names, actor=actor, present=present())
    groups: dict[str, list[Any]] = {}
    for name in names:
        link = (
            beside.get(name) or _address(name),
            ICONS[name],
            catalogue.say(words_of(name)),
            count_words(counts[name]),
            name in FIRST or name in BY_HAND,
            name == current,
        )
        groups.setdefault(_group(name), []).append(link)
    return [(catalogue.say(group), groups[group]) for group in GROUPS if group in groups]


def _address(name: str) -> str:
    return "/cases" if name == "all" else f"/cases?bucket={name}"


def _group(name: str) -> str:
    if name in FIRST:
        return "bucket.first"
    return "bucket.by_hand" if name in BY_HAND else "bucket.by_stage"


def words_of(name: str) -> str:
    """The msgid of a bucket's name."""
    return f"stage.{name}" if name in set(Stage) else f"bucket.{name}"


def count_words(count: int) -> str | int:
    """A count as it is shown: beyond the cap it says so."""
    return f"{buckets.COUNT_CAP}+" if count > buckets.COUNT_CAP else count


def lines_of(rows: Sequence[Row], actor: Actor, catalogue: Catalogue) -> list[Line]:
    """The rows of a list in the reader's words; one statement for all their dates."""
    side = buckets.SIDE_OF_DESK.get(actor.desk)
    due = (
        deadlines.nearest([row.id for row in rows], side=side, now=clock.now())
        if rows and side
        else {}
    )
    return [_line_of(row, due.get(row.id), actor, catalogue) for row in rows]


def _left(row: Row, due_at: datetime | None, actor: Actor) -> int | None:
    """Of several companies only the one that answers has its time to keep."""
    if due_at is None or (actor.desk is Desk.LENDER and row.lender_id != actor.holder_id):
        return None
    now = clock.now()
    return days_left(day_of(due_at - INSTANT), day_of(now), over=due_at <= now)


def _line_of(row: Row, due_at: datetime | None, actor: Actor, catalogue: Catalogue) -> Line:
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
        danger=row.in_danger and actor.role in BODY and is_inside(actor, row),
        paused=row.paused_since_at is not None,
        stirred_at=row.stirred_at,
        filed_at=row.filed_at,
        amount_fen=None if hidden and actor.desk is Desk.LENDER else row.amount_fen,
        left=_left(row, due_at, actor),
    )
