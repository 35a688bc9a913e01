"""Bodies: lenders and other companies, mediation and arbitration bodies, supervisors."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.domain.roles import LenderKind, MediationKind, OrganisationKind
from mediation.models.columns import Instant, Word, link


class Organisation(Base):
    """A body in whose name people act. Names of companies are not personal data."""

    __tablename__ = "organisations"
    __table_args__ = (Index("ix_organisations_kind_name", "kind", "name"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[OrganisationKind] = mapped_column(Word(OrganisationKind))
    name: Mapped[str] = mapped_column(String(120), unique=True)
    name_en: Mapped[str] = mapped_column(String(120), default="")
    aliases: Mapped[str] = mapped_column(String(400), default="")  # App names, one a line.
    lender_kind: Mapped[LenderKind | None] = mapped_column(Word(LenderKind))
    mediation_kind: Mapped[MediationKind | None] = mapped_column(Word(MediationKind))
    registration: Mapped[str] = mapped_column(String(60), default="")
    paid_by: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    suspended_at: Mapped[datetime | None] = mapped_column(Instant)


class Conflict(Base):
    """A tie between a mediator and a company that bars them from its cases."""

    __tablename__ = "conflicts"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(link("accounts.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(link("organisations.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")
    declared_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)  # It bars no longer; it was.
