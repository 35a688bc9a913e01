"""Messages that were sent, and those of one kind, are found by an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

LEFT = sa.text("sent_at IS NOT NULL AND due_at IS NOT NULL")
GOES_OUT = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_notices_left", "notices", ["id"], sqlite_where=LEFT, postgresql_where=LEFT)
    op.create_index(
        "ix_notices_kind",
        "notices",
        ["kind", "id"],
        sqlite_where=GOES_OUT,
        postgresql_where=GOES_OUT,
    )


def downgrade() -> None:
    op.drop_index("ix_notices_kind", table_name="notices")
    op.drop_index("ix_notices_left", table_name="notices")
