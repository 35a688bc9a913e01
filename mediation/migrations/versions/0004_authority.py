"""The written authority of whoever acts for a complainant: when it was seen, and by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "parties", sa.Column("authority_checked_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("parties", sa.Column("authority_checked_by_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("parties", "authority_checked_by_id")
    op.drop_column("parties", "authority_checked_at")
