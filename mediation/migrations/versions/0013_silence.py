"""When silence leads on; turns of the timetable that nobody has finished are found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LEADING = sa.text("stopped_at IS NULL AND paused_at IS NULL AND leads_at IS NOT NULL")
UNFINISHED = sa.text("finished_at IS NULL")


def upgrade() -> None:
    op.add_column("deadlines", sa.Column("leads_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_deadlines_leads_at",
        "deadlines",
        ["leads_at"],
        sqlite_where=LEADING,
        postgresql_where=LEADING,
    )
    op.create_index(
        "ix_job_slots_unfinished",
        "job_slots",
        ["slot_at"],
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )


def downgrade() -> None:
    op.drop_index("ix_job_slots_unfinished", table_name="job_slots")
    op.drop_index("ix_deadlines_leads_at", table_name="deadlines")
    op.drop_column("deadlines", "leads_at")
