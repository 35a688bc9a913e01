"""Notices as they lie in an inbox or stand in the outbox."""

import json
from itertools import count

from mediation import clock
from mediation.db import db, new_id
from mediation.models.notices import Notice, blind_of_address, blind_of_code, code_of

_numbers = count(1)


def make_notice(account=None, *, channel="inbox", case=None, facts=None, **columns):
    """A notice; in an inbox unless another channel is named, and then waiting to be sent."""
    notice_id, at = new_id(), clock.now()
    recipient = columns.pop("recipient", account.email if account else "lin@example.com")
    waits = {"due_at": at} if channel != "inbox" else {"sent_at": at}
    known = {"reference": case.reference, "path": f"/cases/{case.reference}"} if case else {}
    notice = Notice(
        id=notice_id,
        **{
            "key": f"made/{next(_numbers)}",
            "kind": "case_admitted",
            "channel": channel,
            "case_id": case.id if case else None,
            "account_id": account.id if account else None,
            "locale": "zh_CN",
            "recipient_blind": blind_of_address(recipient),
            "code_blind": blind_of_code(code_of(notice_id)),
            "written_at": at,
            **waits,
            **columns,
        },
    )
    notice.recipient = recipient
    notice.facts = json.dumps({**known, **(facts or {})}, ensure_ascii=False)
    db.session.add(notice)
    db.session.flush()
    return notice
