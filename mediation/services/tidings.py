"""Writing to the outbox about many cases at once, in one statement."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from mediation.db import db, new_id
from mediation.models.notices import Notice, blind_of_address, blind_of_code, code_of
from mediation.queries.lateness import Line
from mediation.queries.notices import Recipient
from mediation.services.notices import INSERTS, _plain


class Tiding(NamedTuple):
    """What some people hear about one of many cases; `key` names it as in `tell_side`."""

    case: Line
    people: Iterable[Recipient]
    kind: str
    key: str
    facts: Mapping[str, Any]


def tell_all(tidings: Iterable[Tiding], *, now: datetime) -> None:
    """Tell everybody of everything, each once by each channel; one statement."""
    rows = {row["key"]: row for tiding in tidings for row in _rows(tiding, now)}
    if rows:
        db.session.execute(INSERTS[db.session.get_bind().dialect.name], list(rows.values()))


def _rows(tiding: Tiding, now: datetime) -> Iterable[dict[str, Any]]:
    line = tiding.case
    known = {"reference": line.reference, "path": f"/cases/{line.reference}", **tiding.facts}
    written = json.dumps(known, ensure_ascii=False, default=_plain)
    for reached in tiding.people:
        if reached.account_id is not None:
            yield _row(tiding, reached, "inbox", "", reached.account_id, written, now)
        if reached.address:
            yield _row(tiding, reached, reached.channel, reached.address, reached.id, written, now)


def _row(
    tiding: Tiding,
    reached: Recipient,
    channel: str,
    address: str,
    place_id: int,
    written: str,
    now: datetime,
) -> dict[str, Any]:
    notice_id, leaves = new_id(), channel != "inbox"
    return {
        "id": notice_id,
        "key": f"{tiding.key}/{place_id}/{channel}",
        "kind": tiding.kind,
        "channel": channel,
        "case_id": tiding.case.id,
        "account_id": reached.account_id,
        "locale": reached.locale,
        "recipient": Notice.recipient.seal(notice_id, address),
        "recipient_blind": blind_of_address(address) if leaves else None,
        "code_blind": blind_of_code(code_of(notice_id)) if leaves else None,
        "facts": Notice.facts.seal(notice_id, written),
        "written_at": now,
        "due_at": now if leaves else None,
        "sent_at": None if leaves else now,
    }
