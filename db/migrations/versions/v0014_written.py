"""How a response was given, and the written record of what was said."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("comment", sa.Column("channel", sa.String(), nullable=True))
    op.add_column("comment", sa.Column("spoken_at", UTCDateTime(), nullable=True))
    for name in ("who", "agreed"):
        column = sa.Column(name, sa.String(), nullable=False, server_default="")
        op.add_column("comment", column)
