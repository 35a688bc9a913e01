"""Which company complained about a mediator, where the one that answers may become another.

Where a case has had several companies, nobody knows which it was: none of them reads it any
more, the mediation body still does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OF_THE_ONLY_ONE = """
UPDATE mediator_complaints SET organisation_id = (
    SELECT CASE WHEN COUNT(DISTINCT companies.organisation_id) = 1
        THEN MIN(companies.organisation_id) END
    FROM companies
    WHERE companies.case_id = mediator_complaints.case_id
        AND companies.organisation_id IS NOT NULL
) WHERE side = 'lender'
"""


def upgrade() -> None:
    op.add_column(
        "mediator_complaints", sa.Column("organisation_id", sa.BigInteger(), nullable=True)
    )
    op.execute(OF_THE_ONLY_ONE)


def downgrade() -> None:
    op.drop_column("mediator_complaints", "organisation_id")
