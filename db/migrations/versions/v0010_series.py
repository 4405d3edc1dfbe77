"""Series of meetings, and which of their occurrences a meeting is."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXTS = (
    "number", "uid", "repeat", "monthly_on", "kind", "title", "request", "zone", "place", "url",
    "organizer", "overlong_reason", "state", "after", "next", "reason",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("dtstamp", UTCDateTime(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("start", UTCDateTime(), nullable=False),
        sa.Column("attendees", sa.JSON(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index("ix_series_request", "series", ["request"], unique=False)
    op.create_table(
        "series_person",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"]),
        sa.PrimaryKeyConstraint("series_id", "name"),
    )
    op.create_index("ix_series_person_name", "series_person", ["name"], unique=False)
    op.add_column("meeting", sa.Column("series", sa.String(), nullable=False, server_default=""))
    op.add_column("meeting", sa.Column("recurrence", UTCDateTime(), nullable=True))
    op.add_column(
        "meeting",
        sa.Column("off_day", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_meeting_series", "meeting", ["series"], unique=False)
