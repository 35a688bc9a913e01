"""Lists of cases: the named buckets of each desk, and a row in its reader's words."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.engine import Row

from mediation import clock
from mediation.domain.lifecycle import Stage
from mediation.domain.permissions import Actor
from mediation.domain.roles import Desk
from mediation.domain.spaces import is_inside
from mediation.models.cases import Case
from mediation.queries import buckets
from mediation.services.days import day_of
from mediation.web.access import BODY
from mediation.wording.catalogue import Catalogue

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
FIRST = ("mine", "unread", "danger")
# What nobody else sees to, and no turn tells of.
BY_HAND = ("work", "mediator_complaints", "overseen", "review", "pause_due", "unanswered", "ending")
GROUPS = ("bucket.first", "bucket.by_hand", "bucket.by_stage")
ICONS = {
    "mine": "person-raised-hand",
    "unread": "envelope-fill",
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


def bucket_links(actor: Actor, catalogue: Catalogue, current: str) -> list[Any]:
    """The named buckets of a desk with what lies in each, counted in one statement."""
    beside = BESIDE.get(actor.desk, {})
    names = (*BUCKETS[actor.desk], *beside)
    counts = buckets.bucket_counts(names, actor=actor, today=day_of(clock.now()))
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
        danger=row.in_danger and actor.role in BODY and is_inside(actor, row),
        paused=row.paused_since_at is not None,
        stirred_at=row.stirred_at,
        filed_at=row.filed_at,
        amount_fen=None if hidden and actor.desk is Desk.LENDER else row.amount_fen,
    )
