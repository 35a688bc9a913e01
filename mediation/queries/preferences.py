"""How people want to hear of things."""

from sqlalchemy import select

from mediation.db import db
from mediation.domain.notices import Channel, Manner, Subject
from mediation.domain.preferences import Wish
from mediation.models.notices import Preference


def wishes_of(account_id: int) -> dict[Wish, Manner]:
    """What somebody chose so far."""
    rows = db.session.execute(
        select(Preference.subject, Preference.channel, Preference.manner).where(
            Preference.account_id == account_id
        )
    )
    return {(Subject(row.subject), Channel(row.channel)): row.manner for row in rows}
