"""The append-only, hash-chained history of every case, and the facts beside it."""

from datetime import datetime

from sqlalchemy import DDL, BigInteger, LargeBinary, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.events import Event
from mediation.domain.spaces import Space
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column


class History(Base):
    """One event. Never holds personal data; the database refuses to change or delete it."""

    __tablename__ = "history"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"))
    number: Mapped[int]
    event: Mapped[Event] = mapped_column(Word(Event))
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)  # An account; None: no account.
    space: Mapped[Space] = mapped_column(Word(Space))
    organisation_id: Mapped[int | None] = mapped_column(BigInteger)  # Whose company's.
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class Facts(Base):
    """What the event was about, as it was on that day; erasure may delete it, the chain stands."""

    __tablename__ = "facts"

    id: Mapped[int] = mapped_column(link("history.id"), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    _facts: Mapped[bytes] = sealed_column("facts")
    facts = Sealed("_facts")  # Canonical JSON.


REFUSALS = {
    "sqlite": [
        f"CREATE TRIGGER IF NOT EXISTS history_no_{act.lower()} BEFORE {act} ON history "
        "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION refuse_history_change() RETURNS trigger AS $$
        BEGIN RAISE EXCEPTION 'history is append-only'; END $$ LANGUAGE plpgsql""",
        """CREATE OR REPLACE TRIGGER history_append_only BEFORE UPDATE OR DELETE ON history
        FOR EACH ROW EXECUTE FUNCTION refuse_history_change()""",
        """CREATE OR REPLACE TRIGGER history_no_truncate BEFORE TRUNCATE ON history
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change()""",
    ],
}

for _dialect, _statements in REFUSALS.items():
    for _statement in _statements:
        event.listen(
            History.__table__,
            "after_create",
            DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),
        )
