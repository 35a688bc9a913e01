"""Find running deadlines whose days were guessed, when a release brings the year."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deadlines_provisional",
            ["due_on"],
            unique=False,
            sqlite_where=sa.text("stopped_at IS NULL AND provisional IS 1"),
            postgresql_where=sa.text("stopped_at IS NULL AND provisional IS true"),
        )


def downgrade() -> None:
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.drop_index("ix_deadlines_provisional")
