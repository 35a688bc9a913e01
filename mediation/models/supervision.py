"""Cases handed over to a supervisor: on which written demand, for what, until when."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.models.columns import Instant, Sealed, link, sealed_column

RUNNING = text("ended_at IS NULL")


class Handover(Base):
    """A supervisor reads a case because it demanded to in writing; the seat ends with this."""

    __tablename__ = "handovers"
    __table_args__ = (
        Index(
            "uq_handovers_running",
            "case_id",
            "organisation_id",
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        Index(
            "ix_handovers_running_expires_on",
            "expires_on",
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(link("organisations.id"))
    _basis: Mapped[bytes] = sealed_column("basis")
    basis = Sealed("_basis")
    _scope: Mapped[bytes] = sealed_column("scope")
    scope = Sealed("_scope")
    made_by_id: Mapped[int] = mapped_column(link("accounts.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_on: Mapped[date]  # The last day on which it is read.
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
