"""The outbox: what is to be sent, written with the event and handed over later."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.models.columns import Instant, Sealed, link, sealed_column


class Notice(Base):
    """One message to one recipient by one channel; `key` stops a second one."""

    __tablename__ = "notices"
    __table_args__ = (
        Index(
            "ix_notices_waiting",
            "written_at",
            sqlite_where=text("sent_at IS NULL"),
            postgresql_where=text("sent_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(60))  # The name of its template.
    channel: Mapped[str] = mapped_column(String(10))  # mail, sms
    case_id: Mapped[int | None] = mapped_column(link("cases.id"), index=True)
    locale: Mapped[str] = mapped_column(String(10))
    _recipient: Mapped[bytes] = sealed_column("recipient")
    recipient = Sealed("_recipient")
    _facts: Mapped[bytes] = sealed_column("facts")
    facts = Sealed("_facts")  # JSON.
    written_at: Mapped[datetime] = mapped_column(Instant)
    # Whoever hands it over says so first; if they die, another may try after a while.
    claimed_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
