"""Heads of bodies, absences, ended ties, reviews of pauses, cases handed to supervisors."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_accounts_invited", "accounts", ["id"], "password_hash IS NULL AND suspended_at IS NULL"),
    ("ix_accounts_suspended", "accounts", ["id"], "suspended_at IS NOT NULL"),
    ("ix_cases_stirred_at_id", "cases", ["stirred_at", "id"], None),
    ("ix_pauses_running_review_on", "pauses", ["review_on"], "lifted_at IS NULL"),
    ("ix_danger_reports_open_of", "danger_reports", ["organisation_id"], "closed_at IS NULL"),
    ("ix_mediator_complaints_open", "mediator_complaints", ["body_id"], "answered_at IS NULL"),
)


def upgrade() -> None:
    op.add_column("accounts", _instant("absent_from_at"))
    op.add_column(
        "memberships",
        sa.Column("is_head", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("conflicts", _instant("ended_at"))
    op.add_column(
        "pauses",
        sa.Column("lifter", sa.String(length=40), nullable=False, server_default="officer"),
    )
    op.add_column("pauses", _instant("review_told_at"))
    _create_handovers()
    for name, table, columns, where in INDEXES:
        condition = sa.text(where) if where else None
        op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def _instant(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def _create_handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.LargeBinary(), nullable=False),
        sa.Column("scope", sa.LargeBinary(), nullable=False),
        sa.Column("made_by_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _link("case_id", "cases"),
        _link("organisation_id", "organisations"),
        _link("made_by_id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    running = sa.text("ended_at IS NULL")
    op.create_index("ix_handovers_case_id", "handovers", ["case_id"])
    op.create_index(
        "uq_handovers_running",
        "handovers",
        ["case_id", "organisation_id"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )
    op.create_index(
        "ix_handovers_running_expires_on",
        "handovers",
        ["expires_on"],
        sqlite_where=running,
        postgresql_where=running,
    )


def _link(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_handovers_{column}"),
        initially="DEFERRED",
        deferrable=True,
    )


def downgrade() -> None:
    for name, table, _columns, _where in INDEXES:
        op.drop_index(name, table_name=table)
    op.drop_table("handovers")
    for table, column in (
        ("pauses", "review_told_at"),
        ("pauses", "lifter"),
        ("conflicts", "ended_at"),
        ("memberships", "is_head"),
        ("accounts", "absent_from_at"),
    ):
        op.drop_column(table, column)
