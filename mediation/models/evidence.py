"""Files handed in: what they are, who gave them, who may see them. Bytes lie elsewhere."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.evidence import EvidenceKind
from mediation.domain.roles import Role
from mediation.domain.spaces import Space
from mediation.models.columns import Instant, Sealed, Word, link, sealed_column


class Evidence(Base):
    """One file of a case, registered only after its bytes are safely stored under their hash."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("size >= 0", name="size"),
        Index("ix_evidence_case_id_id", "case_id", "id"),
        Index("ix_evidence_sha256", "sha256"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(link("cases.id"))
    kind: Mapped[EvidenceKind] = mapped_column(Word(EvidenceKind))
    space: Mapped[Space] = mapped_column(Word(Space))
    organisation_id: Mapped[int | None] = mapped_column(BigInteger)  # Whose company's.
    _name: Mapped[bytes] = sealed_column("name")
    name = Sealed("_name")
    _description: Mapped[bytes | None] = sealed_column("description", nullable=True)
    description = Sealed("_description")
    speaks_of_on: Mapped[date | None]
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    by_id: Mapped[int | None] = mapped_column(BigInteger)
    by_role: Mapped[Role] = mapped_column(Word(Role))
    without_prejudice: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime] = mapped_column(Instant)
    disclosed_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
