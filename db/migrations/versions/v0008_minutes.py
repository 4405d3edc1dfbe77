"""Minutes of meetings and how their blocks went."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "meeting", sa.Column("run_events", sa.JSON(), nullable=False, server_default="[]")
    )
    op.add_column("meeting", sa.Column("minutes", sa.JSON(), nullable=True))
