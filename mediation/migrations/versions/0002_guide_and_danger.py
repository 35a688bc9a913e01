"""Ratings of the guide's advice; danger reports, their notes, and the duty roster."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

UNSEEN = sa.text("seen_at IS NULL AND closed_at IS NULL")
OPEN = sa.text("closed_at IS NULL")


def _key() -> sa.Column:
    return sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False)


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}"),
        initially="DEFERRED",
        deferrable=True,
    )


def upgrade() -> None:
    op.create_table(
        "advice_ratings",
        _key(),
        sa.Column("leaf", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_ratings")),
    )
    op.create_index(
        "ix_advice_ratings_version_leaf_useful", "advice_ratings", ["version", "leaf", "useful"]
    )
    _create_reports()
    op.create_table(
        "danger_notes",
        _key(),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _link("danger_notes", "report_id", "danger_reports"),
        _link("danger_notes", "author_id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_danger_notes")),
    )
    op.create_index("ix_danger_notes_report_id", "danger_notes", ["report_id"])
    op.create_table(
        "duty_turns",
        _key(),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_duty_turns_ends_after_start")),
        sa.CheckConstraint("level <> 'everyone'", name=op.f("ck_duty_turns_a_named_level")),
        _link("duty_turns", "organisation_id", "organisations"),
        _link("duty_turns", "account_id", "accounts"),
        _link("duty_turns", "made_by_id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_turns")),
    )
    op.create_index(
        "ix_duty_turns_organisation_id_ends_at", "duty_turns", ["organisation_id", "ends_at"]
    )
    op.create_index("ix_duty_turns_ends_at", "duty_turns", ["ends_at"])


def _create_reports() -> None:
    op.create_table(
        "danger_reports",
        _key(),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("reporter_id", sa.BigInteger(), nullable=True),
        sa.Column("reporter_role", sa.String(length=40), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("duty_id", sa.BigInteger(), nullable=True),
        sa.Column("escalates_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalations", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(seen_at IS NULL) = (seen_by_id IS NULL)",
            name=op.f("ck_danger_reports_seen_at_and_by"),
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)",
            name=op.f("ck_danger_reports_closed_at_and_by"),
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR seen_at IS NOT NULL",
            name=op.f("ck_danger_reports_closed_after_seen"),
        ),
        _link("danger_reports", "case_id", "cases"),
        _link("danger_reports", "organisation_id", "organisations"),
        _link("danger_reports", "reporter_id", "accounts"),
        _link("danger_reports", "duty_id", "accounts"),
        _link("danger_reports", "seen_by_id", "accounts"),
        _link("danger_reports", "closed_by_id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_danger_reports")),
        sa.UniqueConstraint("once", "kind", name=op.f("uq_danger_reports_once_kind")),
    )
    for column in ("case_id", "organisation_id"):
        op.create_index(f"ix_danger_reports_{column}", "danger_reports", [column])
    for name, column, where in (
        ("ix_danger_reports_unseen", "escalates_at", UNSEEN),
        ("ix_danger_reports_open", "id", OPEN),
    ):
        op.create_index(
            name, "danger_reports", [column], sqlite_where=where, postgresql_where=where
        )


def downgrade() -> None:
    for table in ("duty_turns", "danger_notes", "danger_reports", "advice_ratings"):
        op.drop_table(table)
