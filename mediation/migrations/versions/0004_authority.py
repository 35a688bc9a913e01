"""When a written authority was seen and by whom; which message a danger report is about."""

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
    op.add_column("danger_reports", sa.Column("message_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("danger_reports", "message_id")
    op.drop_column("parties", "authority_checked_by_id")
    op.drop_column("parties", "authority_checked_at")
