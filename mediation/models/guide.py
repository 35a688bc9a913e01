"""Whether an advice of the guide helped; nothing about who said so."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Base
from mediation.models.columns import Instant


class AdviceRating(Base):
    """One reader's yes or no to one leaf of one version of the guide."""

    __tablename__ = "advice_ratings"
    __table_args__ = (Index("ix_advice_ratings_version_leaf_useful", "version", "leaf", "useful"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    leaf: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(20))
    useful: Mapped[bool]
    rated_at: Mapped[datetime] = mapped_column(Instant)
