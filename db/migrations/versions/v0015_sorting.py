"""What long lists are sorted, counted and searched by."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

from db import grams
from db.derived import NEXT_DUE

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_DIGITS = "ltrim(number, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-')"
_EXPECTED = sa.text("COALESCE(expected, '9999-12-31')")
_INDEXES: dict[str, list[Any]] = {
    "ix_request_date": [_EXPECTED, "priority", "id"],
    "ix_request_clock": [
        sa.text("COALESCE(next_due, '9999-12-31 00:00:00+00')"), "priority", "number", "id",
    ],
    "ix_request_age": [sa.text("COALESCE(submitted_at, '9999-12-31 00:00:00+00')"), "id"],
    "ix_request_sorted": [
        sa.text("(CASE number WHEN '' THEN 1 ELSE 0 END)"),
        sa.text(f"substr({_DIGITS}, 1, 6)"),
        sa.text(f"length({_DIGITS})"),
        sa.text(_DIGITS),
        "id",
    ],
    "ix_request_asked": ["originating_department", "priority", _EXPECTED, "id"],
    "ix_request_unsigned": ["signed_by", "originating_department", "priority", "number"],
}  # fmt: skip


def upgrade() -> None:
    op.add_column("request", sa.Column("next_due", UTCDateTime(), nullable=True))
    op.execute(f"UPDATE request SET next_due = ({NEXT_DUE})")  # noqa: S608
    op.drop_index("ix_request_originator", "request")
    op.create_index("ix_request_originator", "request", ["originator", "state"])
    for name, columns in _INDEXES.items():
        op.create_index(name, "request", ["state", *columns])
    for statement in grams.MAKE[op.get_bind().dialect.name]:
        op.execute(statement)
    grams.fill(op.get_bind())
