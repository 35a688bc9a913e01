"""Deadlines of cases, calendar years and lengths of one's own, an outbox that gives up, work lists."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job_states",
        sa.Column("job", sa.String(length=60), nullable=False),
        sa.Column("runs", sa.BigInteger(), nullable=False),
        sa.Column("handled", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("longest_ms", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("error_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_job_states")),
    )
    op.create_table(
        "calendar_years",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("off", sa.String(length=4000), nullable=False),
        sa.Column("worked", sa.String(length=4000), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("edition > 0", name=op.f("ck_calendar_years_edition")),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["accounts.id"],
            name=op.f("fk_calendar_years_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_years")),
        sa.UniqueConstraint("edition", name=op.f("uq_calendar_years_edition")),
    )
    with op.batch_alter_table("calendar_years", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_years_year"), ["year"], unique=False)

    op.create_table(
        "notice_preferences",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("manner", sa.String(length=40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_notice_preferences_account_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_preferences")),
        sa.UniqueConstraint(
            "account_id",
            "subject",
            "channel",
            name=op.f("uq_notice_preferences_account_id_subject_channel"),
        ),
    )
    op.create_table(
        "rule_overrides",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("length", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["accounts.id"],
            name=op.f("fk_rule_overrides_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_overrides")),
    )
    with op.batch_alter_table("rule_overrides", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_overrides_rule"), ["rule"], unique=False)

    op.create_table(
        "silenced",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recipient_blind", sa.LargeBinary(length=32), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["accounts.id"],
            name=op.f("fk_silenced_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silenced")),
    )
    with op.batch_alter_table("silenced", schema=None) as batch_op:
        batch_op.create_index(
            "uq_silenced_running",
            ["recipient_blind"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "webhooks",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["accounts.id"],
            name=op.f("fk_webhooks_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_webhooks_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    with op.batch_alter_table("webhooks", schema=None) as batch_op:
        batch_op.create_index(
            "uq_webhooks_running",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "deadlines",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=False),
        sa.Column("length", sa.String(length=10), nullable=False),
        sa.Column("override_id", sa.BigInteger(), nullable=True),
        sa.Column("binding", sa.Boolean(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("raw_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalate_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "missed_at IS NULL OR due_at <= missed_at", name=op.f("ck_deadlines_missed_when_over")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name=op.f("fk_deadlines_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["override_id"],
            ["rule_overrides.id"],
            name=op.f("fk_deadlines_override_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
    )
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadlines_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_deadlines_due_at",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("stopped_at IS NULL AND paused_at IS NULL AND missed_at IS NULL"),
            postgresql_where=sa.text(
                "stopped_at IS NULL AND paused_at IS NULL AND missed_at IS NULL"
            ),
        )
        batch_op.create_index(
            "ix_deadlines_edition",
            ["edition"],
            unique=False,
            sqlite_where=sa.text("stopped_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL"),
        )
        batch_op.create_index(
            "ix_deadlines_escalate_at",
            ["escalate_at"],
            unique=False,
            sqlite_where=sa.text(
                "stopped_at IS NULL AND paused_at IS NULL AND missed_at IS NOT NULL AND escalated_at IS NULL"
            ),
            postgresql_where=sa.text(
                "stopped_at IS NULL AND paused_at IS NULL AND missed_at IS NOT NULL AND escalated_at IS NULL"
            ),
        )
        batch_op.create_index(
            "ix_deadlines_warn_at",
            ["warn_at"],
            unique=False,
            sqlite_where=sa.text("stopped_at IS NULL AND paused_at IS NULL AND warned_at IS NULL"),
            postgresql_where=sa.text(
                "stopped_at IS NULL AND paused_at IS NULL AND warned_at IS NULL"
            ),
        )
        batch_op.create_index(
            "uq_deadlines_running",
            ["case_id", "rule", "about"],
            unique=True,
            sqlite_where=sa.text("stopped_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL"),
        )

    op.create_table(
        "work_items",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body_id", sa.BigInteger(), nullable=True),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("notice_id", sa.BigInteger(), nullable=True),
        sa.Column("deadline_id", sa.BigInteger(), nullable=True),
        sa.Column("detail", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "done_by_id IS NULL OR done_at IS NOT NULL", name=op.f("ck_work_items_done_by_and_at")
        ),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["organisations.id"],
            name=op.f("fk_work_items_body_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name=op.f("fk_work_items_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"],
            ["accounts.id"],
            name=op.f("fk_work_items_done_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_items")),
        sa.UniqueConstraint("key", name=op.f("uq_work_items_key")),
    )
    with op.batch_alter_table("work_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_items_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_work_items_undone",
            ["body_id", "id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "deadline_extensions",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("deadline_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("approver", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["accounts.id"],
            name=op.f("fk_deadline_extensions_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name=op.f("fk_deadline_extensions_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["deadline_id"],
            ["deadlines.id"],
            name=op.f("fk_deadline_extensions_deadline_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_extensions")),
    )
    with op.batch_alter_table("deadline_extensions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deadline_extensions_deadline_id"), ["deadline_id"], unique=False
        )

    op.create_table(
        "deadline_pauses",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("deadline_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name=op.f("fk_deadline_pauses_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["deadline_id"],
            ["deadlines.id"],
            name=op.f("fk_deadline_pauses_deadline_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_pauses")),
    )
    with op.batch_alter_table("deadline_pauses", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deadline_pauses_deadline_id"), ["deadline_id"], unique=False
        )

    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own_reference", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("received_on", sa.Date(), nullable=True))

    with op.batch_alter_table("job_slots", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claim_id", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("recipient_blind", sa.LargeBinary(length=32), nullable=True))
        batch_op.add_column(sa.Column("code_blind", sa.LargeBinary(length=32), nullable=True))
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("claim_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("parcel_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("tries", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("error", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("gave_up_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index("ix_notices_waiting", sqlite_where=sa.text("sent_at IS NULL"))
        batch_op.create_index(
            "ix_notices_waiting",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("sent_at IS NULL AND gave_up_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL AND gave_up_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_notices_code_blind"), ["code_blind"], unique=False)
        batch_op.create_index(
            "ix_notices_given_up",
            ["id"],
            unique=False,
            sqlite_where=sa.text("gave_up_at IS NOT NULL"),
            postgresql_where=sa.text("gave_up_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_notices_inbox",
            ["account_id", "id"],
            unique=False,
            sqlite_where=sa.text("channel = 'inbox'"),
            postgresql_where=sa.text("channel = 'inbox'"),
        )
        batch_op.create_index(
            batch_op.f("ix_notices_recipient_blind"), ["recipient_blind"], unique=False
        )
        batch_op.create_index(
            "ix_notices_unread",
            ["account_id"],
            unique=False,
            sqlite_where=sa.text("channel = 'inbox' AND read_at IS NULL"),
            postgresql_where=sa.text("channel = 'inbox' AND read_at IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_notices_account_id"),
            "accounts",
            ["account_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_notices_sent_or_given_up"), "sent_at IS NULL OR gave_up_at IS NULL"
        )

    # What waited when this was installed is due.
    op.execute("UPDATE notices SET due_at = written_at WHERE sent_at IS NULL")


def downgrade() -> None:
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_notices_sent_or_given_up"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_notices_account_id"), type_="foreignkey")
        batch_op.drop_index(
            "ix_notices_unread",
            sqlite_where=sa.text("channel = 'inbox' AND read_at IS NULL"),
            postgresql_where=sa.text("channel = 'inbox' AND read_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_notices_recipient_blind"))
        batch_op.drop_index(
            "ix_notices_inbox",
            sqlite_where=sa.text("channel = 'inbox'"),
            postgresql_where=sa.text("channel = 'inbox'"),
        )
        batch_op.drop_index(
            "ix_notices_given_up",
            sqlite_where=sa.text("gave_up_at IS NOT NULL"),
            postgresql_where=sa.text("gave_up_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_notices_code_blind"))
        batch_op.drop_index(
            "ix_notices_waiting",
            sqlite_where=sa.text("sent_at IS NULL AND gave_up_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL AND gave_up_at IS NULL"),
        )
        batch_op.create_index(
            "ix_notices_waiting",
            ["written_at"],
            unique=False,
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )
        batch_op.drop_column("read_at")
        batch_op.drop_column("gave_up_at")
        batch_op.drop_column("error")
        batch_op.drop_column("tries")
        batch_op.drop_column("parcel_id")
        batch_op.drop_column("claim_id")
        batch_op.drop_column("due_at")
        batch_op.drop_column("code_blind")
        batch_op.drop_column("recipient_blind")
        batch_op.drop_column("account_id")

    with op.batch_alter_table("job_slots", schema=None) as batch_op:
        batch_op.drop_column("claim_id")

    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.drop_column("received_on")
        batch_op.drop_column("own_reference")

    with op.batch_alter_table("deadline_pauses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_pauses_deadline_id"))

    op.drop_table("deadline_pauses")
    with op.batch_alter_table("deadline_extensions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_extensions_deadline_id"))

    op.drop_table("deadline_extensions")
    with op.batch_alter_table("work_items", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_work_items_undone",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_work_items_case_id"))

    op.drop_table("work_items")
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_deadlines_running",
            sqlite_where=sa.text("stopped_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_deadlines_warn_at",
            sqlite_where=sa.text("stopped_at IS NULL AND paused_at IS NULL AND warned_at IS NULL"),
            postgresql_where=sa.text(
                "stopped_at IS NULL AND paused_at IS NULL AND warned_at IS NULL"
            ),
        )
        batch_op.drop_index(
            "ix_deadlines_escalate_at",
            sqlite_where=sa.text(
                "stopped_at IS NULL AND paused_at IS NULL AND missed_at IS NOT NULL AND escalated_at IS NULL"
            ),
            postgresql_where=sa.text(
                "stopped_at IS NULL AND paused_at IS NULL AND missed_at IS NOT NULL AND escalated_at IS NULL"
            ),
        )
        batch_op.drop_index(
            "ix_deadlines_edition",
            sqlite_where=sa.text("stopped_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_deadlines_due_at",
            sqlite_where=sa.text("stopped_at IS NULL AND paused_at IS NULL AND missed_at IS NULL"),
            postgresql_where=sa.text(
                "stopped_at IS NULL AND paused_at IS NULL AND missed_at IS NULL"
            ),
        )
        batch_op.drop_index(batch_op.f("ix_deadlines_case_id"))

    op.drop_table("deadlines")
    with op.batch_alter_table("webhooks", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_webhooks_running",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("webhooks")
    with op.batch_alter_table("silenced", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_silenced_running",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("silenced")
    with op.batch_alter_table("rule_overrides", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rule_overrides_rule"))

    op.drop_table("rule_overrides")
    op.drop_table("notice_preferences")
    with op.batch_alter_table("calendar_years", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_years_year"))

    op.drop_table("calendar_years")
    op.drop_table("job_states")
