"""The work list: what a person must see to, each thing once."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.work import WorkKind
from mediation.models.columns import Instant, Word, link

UNDONE = text("done_at IS NULL")


class WorkItem(Base):
    """One thing to see to; `key` stops a second one. Without a body it is the admins'."""

    __tablename__ = "work_items"
    __table_args__ = (
        CheckConstraint("done_by_id IS NULL OR done_at IS NOT NULL", name="done_by_and_at"),
        Index(
            "ix_work_items_undone", "body_id", "id", sqlite_where=UNDONE, postgresql_where=UNDONE
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[WorkKind] = mapped_column(Word(WorkKind))
    body_id: Mapped[int | None] = mapped_column(link("organisations.id"))
    case_id: Mapped[int | None] = mapped_column(link("cases.id"), index=True)
    notice_id: Mapped[int | None] = mapped_column(BigInteger)
    deadline_id: Mapped[int | None] = mapped_column(BigInteger)
    detail: Mapped[str] = mapped_column(String(120), default="")  # A word of ours; nobody's data.
    made_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    done_by_id: Mapped[int | None] = mapped_column(link("accounts.id"))
