"""Messages that somebody has claimed are found without looking through those that wait."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CLAIMED = sa.text("claim_id IS NOT NULL AND sent_at IS NULL AND gave_up_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_notices_claimed",
        "notices",
        ["claim_id"],
        sqlite_where=CLAIMED,
        postgresql_where=CLAIMED,
    )


def downgrade() -> None:
    op.drop_index("ix_notices_claimed", table_name="notices")
