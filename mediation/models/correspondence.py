"""Messages and notes in their spaces, and how far each desk has read."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.roles import Desk, Role
from mediation.domain.spaces import Space
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column


class Message(Base):
    """What somebody wrote on a case; a note is a message in the staff or personal space."""

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_case_id_id", "case_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"))
    space: Mapped[Space] = mapped_column(Word(Space))
    organisation_id: Mapped[int | None] = mapped_column(BigInteger)  # Whose company's.
    author_id: Mapped[int | None] = mapped_column(BigInteger)  # Account; None: by code.
    author_role: Mapped[Role] = mapped_column(Word(Role))
    _author_name: Mapped[bytes] = sealed_column("author_name")
    author_name = Sealed("_author_name")
    _body: Mapped[bytes] = sealed_column("body")
    body = Sealed("_body")
    without_prejudice: Mapped[bool] = mapped_column(default=False)
    once: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    sent_at: Mapped[datetime] = mapped_column(Instant)


class Reading(Base):
    """Up to which message a desk has read a case."""

    __tablename__ = "readings"
    __table_args__ = (UniqueConstraint("case_id", "holder_id", "desk"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"))
    holder_id: Mapped[int] = mapped_column(BigInteger)
    desk: Mapped[Desk] = mapped_column(Word(Desk))
    message_id: Mapped[int] = mapped_column(BigInteger)
    read_at: Mapped[datetime] = mapped_column(Instant)
