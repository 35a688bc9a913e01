"""Cases handed over to a supervisor: on which written demand, for what, until when."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.models.columns import Instant, Sealed, link, sealed_column

RUNNING = text("ended_at IS NULL")


class Handover(Base):
    """A supervisor reads a case because it demanded to in writing; the seat ends with this."""

    __tablename__ = "handovers"
    __table_args__ = (
        CheckConstraint("expires_at > made_at", name="expires_after_made"),
        Index(
            "uq_handovers_running",
            "case_id",
            "organisation_id",
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        Index(
            "ix_handovers_running_expires_at",
            "expires_at",
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
    expires_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
