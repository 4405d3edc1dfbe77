"""Materials of meetings, tasks of meetings without a request, the series of a standing group."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("meeting", "materials"), ("series", "materials"), ("series", "removed")):
        op.add_column(table, sa.Column(column, sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("task", sa.Column("meeting", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_task_meeting", "task", ["meeting"], unique=False)
    op.add_column(
        "standing_group", sa.Column("series", sa.String(), nullable=False, server_default="")
    )
