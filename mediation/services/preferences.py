"""Choosing how to hear of things."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update

from mediation.db import db, insert_of, new_id, rows_changed
from mediation.domain.errors import NotFound, NotPermitted
from mediation.domain.notices import Channel, Manner
from mediation.domain.permissions import Actor
from mediation.domain.preferences import Wish, check_wishes
from mediation.models.accounts import Account
from mediation.models.notices import Preference, account_of_leave


def choose_manners(wishes: Mapping[Wish, Manner], *, actor: Actor, now: datetime) -> None:
    """Keep how somebody wants to hear of each subject by each channel; the last choice stands."""
    if actor.account_id is None:
        raise NotPermitted("not_permitted")
    check_wishes(wishes, actor.role)
    rows = [
        {
            "id": new_id(),
            "account_id": actor.account_id,
            "subject": subject,
            "channel": channel,
            "manner": manner,
            "changed_at": now,
        }
        for (subject, channel), manner in wishes.items()
    ]
    if rows:
        insert = insert_of(Preference)
        changed = {name: insert.excluded[name] for name in ("manner", "changed_at")}
        where = ["account_id", "subject", "channel"]
        db.session.execute(insert.on_conflict_do_update(index_elements=where, set_=changed), rows)


def leave_digests(token: str, *, now: datetime) -> bool:
    """Send whom this link was made for no more summaries; whether there were any.

    What is required is never in a summary, so it comes as before.
    """
    account_id = account_of_leave(token)
    if account_id is None or db.session.get(Account, account_id) is None:
        raise NotFound()
    summaries = (
        update(Preference)
        .where(
            Preference.account_id == account_id,
            Preference.channel == Channel.MAIL,
            Preference.manner == Manner.DIGEST,
        )
        .values(manner=Manner.NEVER, changed_at=now)
    )
    return bool(rows_changed(summaries))
