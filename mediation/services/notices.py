"""Writing to the outbox and the inboxes in the transaction of the event, as the table says."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from mediation.db import insert_new, new_id
from mediation.domain.notices import Channel, Kind, kinds
from mediation.domain.permissions import Actor
from mediation.domain.spaces import SIDE_OF, Side
from mediation.models.cases import Case
from mediation.models.notices import Notice, blind_of_address, blind_of_code, code_of
from mediation.queries.notices import Recipient, concerned, recipients_of, staff_of
from mediation.services.planning import Plan, plan_for


def announce(
    case: Case,
    kind: str,
    *,
    actor: Actor,
    key: str,
    now: datetime,
    acted: Side | None = None,
    **facts: Any,
) -> None:
    """Tell of an event of a case whomever the table says, by the channels that it says.

    `key` names the event: each recipient gets it once by each channel. `acted` is the side whose
    doing it is, where that is not the actor's own. The facts `reference` and `path` are there.
    """
    side = acted or SIDE_OF.get(actor.role)
    told = concerned(case, kinds()[kind].who, acted=side, but=actor.account_id)
    _write(told, kind, key=key, case=case, facts=facts, now=now)


def tell_side(case: Case, side: Side, kind: str, *, key: str, now: datetime, **facts: Any) -> None:
    """Tell everybody on one side of a case that only the verb can name."""
    _write(recipients_of(case, side), kind, key=key, case=case, facts=facts, now=now)


def tell_company(
    case: Case, organisation_id: int, kind: str, *, key: str, now: datetime, **facts: Any
) -> None:
    """Tell one company of the loan, whether or not it is the one that answers."""
    _write(staff_of(case, organisation_id), kind, key=key, case=case, facts=facts, now=now)


def tell_people(
    people: Iterable[Recipient],
    kind: str,
    *,
    key: str,
    now: datetime,
    case: Case | None = None,
    case_id: int | None = None,
    **facts: Any,
) -> None:
    """Tell named people, each once, of what they find at `path`; one statement.

    A code or link that concerns a case without being about it has its `case_id` alone.
    """
    _write(people, kind, key=key, case=case, case_id=case_id, facts=facts, now=now)


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

    It says `notice.<kind>.…`. Facts are put into the sentences: `…_fen` as money, `…_at` and
    `…_on` as moment and day, `…_word` as the text of that msgid, and `path` as a full address
    called `link`.
    """
    reached = Recipient(0, channel, recipient, locale)
    _write([reached], kind, key=key, case_id=case_id, facts=facts, now=now)


def _write(
    people: Iterable[Recipient],
    kind: str,
    *,
    key: str,
    case: Case | None = None,
    case_id: int | None = None,
    facts: dict[str, Any],
    now: datetime,
) -> None:
    """Two statements; what is told twice under one key is told once."""
    known: dict[str, Any] = {}
    if case is not None:
        case_id = case.id
        known = {"reference": case.reference, "path": f"/cases/{case.reference}"}
    found = list(people)
    plan = plan_for(found, [kinds()[kind]], now=now)
    said = known | facts
    keep_rows(rows_of(found, kinds()[kind], key=key, case_id=case_id, facts=said, plan=plan))


def keep_rows(rows: Iterable[dict[str, Any]]) -> None:
    """Write notices in one statement; what is told twice under one key is told once.

    In the order of their keys: whoever writes some of the same waits behind, and not in a ring.
    """
    several = {row["key"]: row for row in rows}
    insert_new(Notice, [several[key] for key in sorted(several)])


def rows_of(
    people: Iterable[Recipient],
    kind: Kind,
    *,
    key: str,
    case_id: int | None,
    facts: Mapping[str, Any],
    plan: Plan,
) -> Iterator[dict[str, Any]]:
    """The notices of one kind for some people, by each channel that is theirs and wished for."""
    texts: dict[tuple[str, bool], str] = {}
    for reached in people:
        for channel, address, place_id in _places(kind, reached, plan):
            due = plan.due(kind, channel, reached)
            if due is not None:
                said = reached.wording, due.is_digest
                if said not in texts:
                    texts[said] = _written(facts, *said)
                yield {
                    "key": f"{key}/{place_id}/{channel}",
                    "kind": kind.id,
                    "channel": channel,
                    "case_id": case_id,
                    "account_id": reached.account_id,
                    "locale": reached.locale,
                    "written_at": plan.now,
                    **_sealed(channel, address, texts[said]),
                    **_times(channel, due.at, plan.now),
                }


LEAVING = frozenset({Channel.MAIL, Channel.SMS})


def _places(kind: Kind, reached: Recipient, plan: Plan) -> Iterator[tuple[Channel, str, int]]:
    """By which channels a kind of notice reaches somebody, where, and by what it is told apart."""
    if Channel.INBOX in kind.channels and reached.account_id is not None:
        yield Channel.INBOX, "", reached.account_id
    channel, address = plan.place(kind, reached)
    if address and channel in kind.channels:
        yield Channel(channel), address, reached.id
    if Channel.WEBHOOK in kind.channels and reached.webhook_id is not None:
        yield Channel.WEBHOOK, str(reached.webhook_id), reached.webhook_id


def _written(facts: Mapping[str, Any], wording: str, is_digest: bool) -> str:
    """The facts as they are kept, with how their reader wants them said."""
    wishes = {
        **({"wording": wording} if wording else {}),
        **({"digest": True} if is_digest else {}),
    }
    return WRITE({**facts, **wishes})


def _sealed(channel: Channel, address: str, written: str) -> dict[str, Any]:
    """What only its reader may know; by address and code is found what left for a person."""
    notice_id, leaves = new_id(), channel in LEAVING
    return {
        "id": notice_id,
        "recipient": Notice.recipient.seal(notice_id, address),
        "recipient_blind": blind_of_address(address) if address else None,
        "code_blind": blind_of_code(code_of(notice_id)) if leaves else None,
        "facts": Notice.facts.seal(notice_id, written),
    }


def _times(channel: Channel, due_at: datetime, now: datetime) -> dict[str, Any]:
    """What lies in an inbox has arrived."""
    if channel is Channel.INBOX:
        return {"due_at": None, "sent_at": now}
    return {"due_at": due_at, "sent_at": None}


def _plain(fact: object) -> str:
    if isinstance(fact, date | datetime):
        return fact.isoformat()
    raise TypeError(f"a notice cannot carry a {type(fact).__name__}")


# Made once: thousands are written in one sweep.
WRITE = json.JSONEncoder(ensure_ascii=False, default=_plain).encode
