"""What goes to one recipient, and what left together, is found among what waits alone."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WAITS = sa.text("sent_at IS NULL AND gave_up_at IS NULL")
TOGETHER = sa.text("parcel_id IS NOT NULL AND sent_at IS NULL AND gave_up_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_notices_waiting_for",
        "notices",
        ["recipient_blind"],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    op.create_index(
        "ix_notices_parcels",
        "notices",
        ["parcel_id"],
        sqlite_where=TOGETHER,
        postgresql_where=TOGETHER,
    )


def downgrade() -> None:
    op.drop_index("ix_notices_parcels", table_name="notices")
    op.drop_index("ix_notices_waiting_for", table_name="notices")
