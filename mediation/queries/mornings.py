"""What waits for each of many people this morning, in a fixed number of statements."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, func, or_, select

from mediation.db import db
from mediation.domain.clocks import rights
from mediation.domain.roles import LENDERS, Desk, Role
from mediation.domain.spaces import Side
from mediation.models.accounts import Account, Membership
from mediation.models.cases import Case, Seat
from mediation.models.deadlines import Deadline
from mediation.models.organisations import Organisation
from mediation.models.work import WorkItem

ROLES = frozenset({Role.OFFICER, Role.MEDIATOR, *LENDERS})
SIDES = {Desk.OFFICER: Side.MEDIATION, Desk.MEDIATOR: Side.MEDIATION, Desk.LENDER: Side.LENDER}
LISTED = 10  # References of each kind that one message names.

Place = tuple[int, Desk]


class Morning(NamedTuple):
    """What waits for one person: how much of each, and which cases are late or due today."""

    counts: Counter[str]
    late: list[str]
    today: list[str]


def early_risers() -> Select[Any]:
    """Everybody whose day begins with a desk: officers, mediators, lenders' staff."""
    working = select(Membership.account_id).where(
        Membership.role.in_(sorted(ROLES)), Membership.ended_at.is_(None)
    )
    return select(Account).where(Account.id.in_(working), Account.suspended_at.is_(None))


def mornings_of(ids: Collection[int], *, now: datetime, today_ends: datetime) -> dict[int, Morning]:
    """What waits for each of these people; nobody for whom nothing does."""
    places = _places(ids)
    wanted = {place for found in places.values() for place in found}
    counts = _counts(wanted)
    due = _due(wanted, counts, now=now, today_ends=today_ends)
    found = {}
    for account_id, desks in places.items():
        morning = _morning(desks, counts, due)
        if morning.counts.total():
            found[account_id] = morning
    return found


def _morning(
    desks: Sequence[Place], counts: dict[Place, Counter[str]], due: dict[Place, dict[str, Any]]
) -> Morning:
    summed: Counter[str] = sum((counts[place] for place in desks), Counter())
    late = [one for place in desks for one in due[place]["late"]]
    today = [one for place in desks for one in due[place]["today"]]
    return Morning(summed, late, today)


def _places(ids: Collection[int]) -> dict[int, list[Place]]:
    rows = db.session.execute(
        select(Membership.account_id, Membership.organisation_id, Membership.role)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.account_id.in_(ids),
            Membership.role.in_(sorted(ROLES)),
            Membership.ended_at.is_(None),
            Organisation.suspended_at.is_(None),
        )
    )
    found = defaultdict(list)
    for account_id, organisation_id, role in rows:
        found[account_id].append(_place(account_id, organisation_id, role))
    return {account_id: list(dict.fromkeys(desks)) for account_id, desks in found.items()}


def _place(account_id: int, organisation_id: int, role: Role) -> Place:
    if role is Role.MEDIATOR:
        return account_id, Desk.MEDIATOR
    return organisation_id, Desk.OFFICER if role is Role.OFFICER else Desk.LENDER


def _at(places: Collection[Place]) -> Any:
    holders = {desk: [holder for holder, its in places if its is desk] for desk in SIDES}
    return or_(
        *(and_(Seat.holder_id.in_(held), Seat.desk == desk) for desk, held in holders.items())
    )


def _counts(places: Collection[Place]) -> dict[Place, Counter[str]]:
    """How many cases wait for each desk, how many hold something new, and its work list."""
    found: dict[Place, Counter[str]] = defaultdict(Counter)
    for name, which in (("mine", Seat.mine.is_(True)), ("unread", Seat.unread.is_(True))):
        rows = db.session.execute(
            select(Seat.holder_id, Seat.desk, func.count())
            .where(_at(places), which)
            .group_by(Seat.holder_id, Seat.desk)
        )
        for holder_id, desk, count in rows:
            found[holder_id, desk][name] = count
    bodies = [holder for holder, desk in places if desk is Desk.OFFICER]
    work = db.session.execute(
        select(WorkItem.body_id, func.count())
        .where(WorkItem.body_id.in_(bodies), WorkItem.done_at.is_(None))
        .group_by(WorkItem.body_id)
    )
    for body_id, count in work:
        if body_id is not None:
            found[body_id, Desk.OFFICER]["work"] = count
    return found


def _due(
    places: Collection[Place],
    counts: dict[Place, Counter[str]],
    *,
    now: datetime,
    today_ends: datetime,
) -> dict[Place, dict[str, list[str]]]:
    """Cases that wait for each desk and are late, or due today; counted, and the first named."""
    over = Deadline.due_at <= now
    is_late = case((over, 1), else_=0).label("is_late")
    alike = (Seat.holder_id, Seat.desk, is_late)
    rank = func.row_number().over(partition_by=alike, order_by=Deadline.due_at).label("rank")
    many = func.count().over(partition_by=alike).label("many")
    sides = or_(*(and_(Seat.desk == desk, Deadline.side == side) for desk, side in SIDES.items()))
    ranked = (
        select(Seat.holder_id, Seat.desk, Case.reference, is_late, rank, many)
        .join(Case, Case.id == Seat.case_id)
        .join(Deadline, Deadline.case_id == Seat.case_id)
        .where(
            _at(places),
            Seat.mine.is_(True),
            Deadline.stopped_at.is_(None),
            Deadline.paused_at.is_(None),
            Deadline.due_at <= today_ends,  # The end of a day is still that day.
            sides,
            or_(~over, Deadline.rule.not_in(rights())),
        )
        .subquery()
    )
    found: dict[Place, dict[str, list[str]]] = defaultdict(lambda: {"late": [], "today": []})
    for row in db.session.execute(select(ranked).where(ranked.c.rank <= LISTED)):
        place, name = (row.holder_id, row.desk), "late" if row.is_late else "today"
        counts[place][name], listed = row.many, found[place][name]
        if row.reference not in listed:
            listed.append(row.reference)
    return found
