"""What is over on a desk is found by an index; asking both sides for more time."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

GOING = sa.text("stopped_at IS NULL AND paused_at IS NULL")
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_deadlines_side_due_at",
        "deadlines",
        ["side", "due_at", "case_id"],
        sqlite_where=GOING,
        postgresql_where=GOING,
    )
    op.create_table(
        "extension_proposals",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("deadline_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complainant_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lender_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "granted IS NULL OR ended_at IS NOT NULL",
            name=op.f("ck_extension_proposals_granted_when_ended"),
        ),
        sa.CheckConstraint(
            "granted IS NOT TRUE"
            " OR (complainant_agreed_at IS NOT NULL AND lender_agreed_at IS NOT NULL)",
            name=op.f("ck_extension_proposals_granted_by_both"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_extension_proposals_{column}"),
                initially="DEFERRED",
                deferrable=True,
            )
            for column, table in (
                ("by_id", "accounts"),
                ("case_id", "cases"),
                ("deadline_id", "deadlines"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_proposals")),
    )
    op.create_index("ix_extension_proposals_deadline_id", "extension_proposals", ["deadline_id"])
    op.create_index(
        "uq_extension_proposals_open",
        "extension_proposals",
        ["deadline_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table("extension_proposals")
    op.drop_index("ix_deadlines_side_due_at", table_name="deadlines")
