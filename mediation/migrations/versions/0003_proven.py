"""Which address of a draft and of a party was proven, in place of all that were typed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("drafts", "parties"):
        op.add_column(table, sa.Column("proven_blind", sa.LargeBinary(length=32), nullable=True))
        op.create_index(f"ix_{table}_proven_blind", table, ["proven_blind"])
    for name in ("phone_blind", "email_blind"):
        op.drop_index(f"ix_drafts_{name}", table_name="drafts")
        op.drop_column("drafts", name)


def downgrade() -> None:
    for name in ("phone_blind", "email_blind"):
        op.add_column("drafts", sa.Column(name, sa.LargeBinary(length=32), nullable=True))
        op.create_index(f"ix_drafts_{name}", "drafts", [name])
    for table in ("drafts", "parties"):
        op.drop_index(f"ix_{table}_proven_blind", table_name=table)
        op.drop_column(table, "proven_blind")
