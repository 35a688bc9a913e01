"""Messages on their way out as their keepers see them: where each stands, never what it says."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, union_all

from mediation.db import db
from mediation.domain.dispatch import Dispatch, dispatch_of, masked
from mediation.domain.references import read_reference
from mediation.domain.verification import CODE_LETTERS, read_notice_code
from mediation.models.cases import Case
from mediation.models.notices import Notice, blind_of_address, blind_of_code, code_of
from mediation.queries.buckets import COUNT_CAP

PAGE = 50
notice = Notice.__table__.c
UNSENT = and_(notice.sent_at.is_(None), notice.gave_up_at.is_(None))
GOES_OUT = notice.due_at.is_not(None)
SHOWN = (
    "id",
    "kind",
    "channel",
    "recipient",
    "written_at",
    "due_at",
    "claim_id",
    "sent_at",
    "gave_up_at",
    "tries",
    "error",
)
# Those that wait stand in the order in which they leave, the others newest first.
BY_DUE = frozenset({Dispatch.WAITING, Dispatch.HELD})

Place = tuple[datetime, int]
Which = ColumnElement[bool]


class Line(NamedTuple):
    """One message, its recipient masked, and nothing of its contents or its case."""

    id: int
    code: str
    kind: str
    channel: str
    recipient: str
    state: Dispatch
    written_at: datetime
    due_at: datetime
    sent_at: datetime | None
    gave_up_at: datetime | None
    tries: int
    error: str | None


def counts(*, now: datetime) -> dict[str, int]:
    """How many messages stand where, up to a bound; one statement."""
    parts = []
    for state in Dispatch:
        some = select(notice.id).where(_stands(state, now)).limit(COUNT_CAP + 1).subquery()
        counted = select(func.count()).select_from(some).scalar_subquery()
        parts.append(select(literal(str(state)), counted))
    return dict(db.session.execute(union_all(*parts)).all())


def standing(
    state: Dispatch, *, now: datetime, after: Place | None = None, before: int | None = None
) -> list[Line]:
    """One page of the messages that stand so, and one more to tell of a next page."""
    query = _lines().where(_stands(state, now))
    if state in BY_DUE:
        if after is not None:
            due_at, last = after
            query = query.where(
                notice.due_at >= due_at, or_(notice.due_at > due_at, notice.id > last)
            )
        return _read(query.order_by(notice.due_at, notice.id), now)
    ordered = _few if state is Dispatch.LEAVING else _newest
    return _read(ordered(query, before), now)


def of_kind(kind: str, *, now: datetime, before: int | None = None) -> list[Line]:
    """One page of the messages of one kind, newest first, wherever they stand."""
    return _read(_newest(_lines().where(GOES_OUT, notice.kind == kind), before), now)


def searched(
    words: str, *, number: str | None, kind: str, now: datetime, before: int | None = None
) -> list[Line]:
    """One page of what somebody looks for, newest first: by recipient, case number or code.

    `number` are the words as a telephone number, if they are one.
    """
    which = _asked_for(words, number)
    if which is None:
        return []
    query = _lines().where(GOES_OUT, which)
    if kind:
        # Not by the index of kinds: one recipient or case has few messages, a kind may have many.
        query = query.where(notice.kind.concat("") == kind)
    return _read(_few(query, before), now)


def _asked_for(words: str, number: str | None) -> Which | None:
    reference = read_reference(words)
    if "@" in words:
        return notice.recipient_blind == blind_of_address(words)
    if reference is not None:
        case = select(Case.id).where(Case.reference == reference).scalar_subquery()
        return notice.case_id == case
    if number is not None:
        return notice.recipient_blind == blind_of_address(number)
    if len(read_notice_code(words)) == CODE_LETTERS:
        return notice.code_blind == blind_of_code(words)
    return None


def _stands(state: Dispatch, now: datetime) -> Which:
    """Every key is above 0; it is said so that the index of these rows alone is gone by."""
    match state:
        case Dispatch.WAITING:
            return and_(UNSENT, notice.claim_id.is_(None), notice.due_at <= now)
        case Dispatch.HELD:
            return and_(UNSENT, notice.claim_id.is_(None), notice.due_at > now)
        case Dispatch.LEAVING:
            return and_(UNSENT, notice.claim_id > 0)
        case Dispatch.SENT:
            return and_(notice.sent_at.is_not(None), GOES_OUT, notice.id > 0)
        case Dispatch.GIVEN_UP:
            return and_(notice.gave_up_at.is_not(None), notice.id > 0)


def _lines() -> Any:
    return select(*(notice[name] for name in SHOWN))


def _newest(query: Any, before: int | None) -> Any:
    if before is not None:
        query = query.where(notice.id < before)
    return query.order_by(notice.id.desc())


def _few(query: Any, before: int | None) -> Any:
    """The same where few rows fit: they are sorted, lest all are walked through in key order."""
    if before is not None:
        query = query.where(notice.id < before)
    return query.order_by((notice.id + 0).desc())


def _read(query: Any, now: datetime) -> list[Line]:
    return [_line(row, now) for row in db.session.execute(query.limit(PAGE + 1))]


def _line(row: Any, now: datetime) -> Line:
    recipient = Notice.recipient.open(row.id, row.recipient) or ""
    return Line(
        id=row.id,
        code=code_of(row.id),
        kind=row.kind,
        channel=row.channel,
        recipient=masked(row.channel, recipient),
        state=dispatch_of(
            due_at=row.due_at,
            claim_id=row.claim_id,
            sent_at=row.sent_at,
            gave_up_at=row.gave_up_at,
            now=now,
        ),
        written_at=row.written_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        gave_up_at=row.gave_up_at,
        tries=row.tries,
        error=row.error,
    )
