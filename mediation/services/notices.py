"""Writing to the outbox in the transaction of the event."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from mediation.db import db, new_id
from mediation.domain.spaces import Side
from mediation.models.cases import Case
from mediation.models.notices import Notice, blind_of_address, blind_of_code, code_of
from mediation.queries.notices import Recipient, officers_of, recipients_of, staff_of

# The two databases agree on ON CONFLICT; SQLAlchemy spells it in each dialect's insert.
INSERTS: dict[str, Any] = {
    name: dialect.insert(Notice.__table__).on_conflict_do_nothing()
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def tell(
    kind: str,
    *,
    key: str,
    channel: str,
    recipient: str,
    locale: str,
    now: datetime,
    case_id: int | None = None,
    **facts: Any,
) -> None:
    """Put one message into the outbox; a second one with the same key is the same message.

    It says `notice.<kind>.subject` and `.body`, and as a text message `.sms`. Facts are put into
    the sentences: `…_fen` as money, `…_at` and `…_on` as moment and day, `…_word` as the text of
    that msgid, and `path` as a full address called `link`.
    """
    reached = Recipient(0, channel, recipient, locale)
    _write([(key, reached)], kind, case_id=case_id, facts=facts, now=now)


def tell_side(case: Case, side: Side, kind: str, *, key: str, now: datetime, **facts: Any) -> None:
    """Tell everybody on one side of a case; two statements, however many they are.

    `key` names the event: each recipient gets it once. The facts `reference` and `path` are there.
    """
    _tell_all(case, recipients_of(case, side), kind, key=key, now=now, facts=facts)


def tell_company(
    case: Case, organisation_id: int, kind: str, *, key: str, now: datetime, **facts: Any
) -> None:
    """Tell one company of the loan, whether or not it is the one that answers."""
    _tell_all(case, staff_of(case, organisation_id), kind, key=key, now=now, facts=facts)


def _tell_all(
    case: Case,
    recipients: Iterable[Recipient],
    kind: str,
    *,
    key: str,
    now: datetime,
    facts: dict[str, Any],
) -> None:
    found = [(f"{key}/{reached.id}", reached) for reached in recipients]
    known = {"reference": case.reference, "path": f"/cases/{case.reference}", **facts}
    _write(found, kind, case_id=case.id, facts=known, now=now)


def tell_people(
    people: Iterable[Recipient],
    kind: str,
    *,
    key: str,
    now: datetime,
    path: str,
    case: Case | None = None,
    **facts: Any,
) -> None:
    """Tell named people, each once, of what they find at `path`; one statement."""
    found = [(f"{key}/{reached.id}", reached) for reached in people]
    known = {"path": path, **({"reference": case.reference} if case else {}), **facts}
    _write(found, kind, case_id=case.id if case else None, facts=known, now=now)


def tell_body(case: Case, kind: str, *, key: str, now: datetime, **facts: Any) -> None:
    """Tell whoever of the mediation body works on a case: the mediator, and the officer as well."""
    reached = {each.id: each for each in recipients_of(case, Side.MEDIATION)}
    reached |= {each.id: each for each in officers_of(case)}
    _tell_all(case, reached.values(), kind, key=key, now=now, facts=facts)


def _write(
    found: Iterable[tuple[str, Recipient]],
    kind: str,
    *,
    case_id: int | None,
    facts: dict[str, Any],
    now: datetime,
) -> None:
    written = json.dumps(facts, ensure_ascii=False, default=_plain)
    rows = []
    for key, reached in found:
        notice_id = new_id()
        rows.append(
            {
                "id": notice_id,
                "key": key,
                "kind": kind,
                "channel": reached.channel,
                "case_id": case_id,
                "account_id": reached.account_id,
                "locale": reached.locale,
                "recipient": Notice.recipient.seal(notice_id, reached.address),
                "recipient_blind": blind_of_address(reached.address),
                "code_blind": blind_of_code(code_of(notice_id)),
                "facts": Notice.facts.seal(notice_id, written),
                "written_at": now,
                "due_at": now,
            }
        )
    if rows:
        db.session.execute(INSERTS[db.session.get_bind().dialect.name], rows)


def _plain(fact: object) -> str:
    if isinstance(fact, date | datetime):
        return fact.isoformat()
    raise TypeError(f"a notice cannot carry a {type(fact).__name__}")
