"""Whose private room a message, a file or an event lies in, where several companies are in a case.

History refuses changes, so its older rows keep none: companies no longer see what was private
there, the mediation body still does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002a"
down_revision = "0002"
branch_labels = None
depends_on = None

# What a company wrote is its own; somebody of two companies wrote as one that cannot be told.
OF_WRITERS = """
UPDATE {table} SET organisation_id = (
    SELECT CASE WHEN COUNT(DISTINCT memberships.organisation_id) = 1
        THEN MIN(memberships.organisation_id) END
    FROM memberships
    WHERE memberships.account_id = {table}.{writer} AND memberships.role = {table}.{role}
) WHERE {role} IN ('lender_staff', 'lender_admin')
"""
# What the body wrote to "the company" was for the only one that ever was in the case.
OF_READERS = """
UPDATE {table} SET organisation_id = (
    SELECT CASE WHEN COUNT(DISTINCT companies.organisation_id) = 1
        THEN MIN(companies.organisation_id) END
    FROM companies
    WHERE companies.case_id = {table}.case_id AND companies.organisation_id IS NOT NULL
) WHERE space = 'lender' AND {role} NOT IN ('lender_staff', 'lender_admin')
"""


def upgrade() -> None:
    for table in ("messages", "evidence", "history"):
        op.add_column(table, sa.Column("organisation_id", sa.BigInteger(), nullable=True))
    for table, writer, role in (
        ("messages", "author_id", "author_role"),
        ("evidence", "by_id", "by_role"),
    ):
        for statement in (OF_WRITERS, OF_READERS):
            op.execute(statement.format(table=table, writer=writer, role=role))


def downgrade() -> None:
    for table in ("history", "evidence", "messages"):
        op.drop_column(table, "organisation_id")
