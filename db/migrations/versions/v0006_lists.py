"""How records are found: initials of Chinese titles, names in the trail, what people chose."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

from db.initials import initials

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_BATCH = 1000
_TITLES = {
    "department": "name",
    "person": "name",
    "request": "title",
    "meeting": "title",
    "task": "title",
    "conflict": "title",
}


def upgrade() -> None:
    for table, title in _TITLES.items():
        op.add_column(table, sa.Column("initials", sa.String(), nullable=False, server_default=""))
        _fill(table, title)
    op.create_table(
        "trail_name",
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "name"),
    )
    op.create_index("ix_trail_name_name", "trail_name", ["name"], unique=False)
    op.create_table(
        "preference",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person", "name"),
    )


def _fill(name: str, title: str) -> None:
    """Find out the initials of what is there already, a thousand records at a time."""
    table = sa.table(name, *map(sa.column, ("id", title, "initials")))
    connection, last = op.get_bind(), 0
    asked = sa.select(table.c.id, table.c[title]).order_by(table.c.id).limit(_BATCH)
    known = table.c.id == sa.bindparam("known")
    change = table.update().where(known).values(initials=sa.bindparam("letters"))
    while rows := connection.execute(asked.where(table.c.id > last)).all():
        last = rows[-1][0]
        found = [{"known": row[0], "letters": initials(row[1])} for row in rows]
        if chinese := [one for one in found if one["letters"]]:
            connection.execute(change, chinese)
