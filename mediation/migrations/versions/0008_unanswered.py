"""Questions for mediation that wait for an answer are found without looking through the others."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WAITING = sa.text("ended_at IS NULL AND answered_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_willingness_unanswered",
        "willingness",
        ["case_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_willingness_unanswered", table_name="willingness")
