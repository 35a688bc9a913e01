"""What the outbox knows of a message whose code somebody reads from it."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from mediation.db import db
from mediation.domain.verification import ASKED_ABOUT
from mediation.models.accounts import Account
from mediation.models.cases import Case
from mediation.models.notices import Notice, blind_of_code
from mediation.models.organisations import Organisation


class Kept(NamedTuple):
    """A message that was sent: where, when, and who stands behind it."""

    channel: str
    recipient: str
    sent_at: datetime
    body: str
    body_en: str
    mediator: str


def sent_with_code(code: str) -> Kept | None:
    """The message that carries this code and has left us; one statement, found or not."""
    sent: Any = (
        select(
            Notice.id,
            Notice.channel,
            Notice._recipient,
            Notice.sent_at,
            Organisation.name,
            Organisation.name_en,
            Case.mediator_id,
            Account._name,
        )
        .outerjoin(Case, Case.id == Notice.case_id)
        .outerjoin(Organisation, Organisation.id == Case.body_id)
        .outerjoin(Account, Account.id == Case.mediator_id)
        .where(
            Notice.code_blind == blind_of_code(code),
            Notice.sent_at.is_not(None),
            Notice.channel.in_(sorted(ASKED_ABOUT)),
        )
        .limit(1)
    )
    row = db.session.execute(sent).first()
    if row is None:
        return None
    return Kept(
        channel=row.channel,
        recipient=Notice.recipient.open(row.id, row._recipient) or "",
        sent_at=row.sent_at,
        body=row.name or "",
        body_en=row.name_en or row.name or "",
        mediator=Account.name.open(row.mediator_id, row._name) or "",
    )
