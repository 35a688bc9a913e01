"""An index by which the job finds hearings to come, of all mediators together."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_hearings_state_starts_at", "hearings", ["state", "starts_at"])


def downgrade() -> None:
    op.drop_index("ix_hearings_state_starts_at", table_name="hearings")
