"""Indexes in the order of the queue, and for what a million requests are looked up by."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_request_queue", "request")
    op.create_index(
        "ix_request_queue",
        "request",
        [
            "state", "priority", sa.text("COALESCE(expected, '9999-12-31')"), "id",
            "number", "originator", "originating_department", "title", "initials",
            "lead_department", "coordinator", "type", "flagged",
        ],
    )  # fmt: skip
    op.create_index("ix_request_called", "request", ["number"])
    op.create_index("ix_request_load", "request", ["lead_department", "state"])
    op.create_index("ix_task_load", "task", ["department", "state", "finish"])
    op.create_index("ix_deadline_owed", "deadline", ["kind", "department", "done_at"])
    op.create_index("ix_notice_newest", "notice", ["person", sa.text("(-id)")])
