"""Signatures, rulings, answers in a discussion, links of requests, and the catalogue of resources.

A department that had given its feedback more than once keeps the last one.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in _columns():
        op.add_column(table, column)
    _keep_last_feedback()
    _links()
    _resources()


def _columns() -> Iterator[tuple[str, sa.Column[Any]]]:
    yield "request", sa.Column("signed_by", sa.String(), nullable=False, server_default="")
    yield "request", sa.Column("rulings", sa.JSON(), nullable=False, server_default="[]")
    yield "comment", sa.Column("reply_to", sa.Integer(), nullable=False, server_default="0")
    for name in ("mentions", "unheard"):
        yield "comment", sa.Column(name, sa.JSON(), nullable=False, server_default="[]")
    yield "comment", sa.Column("source", sa.String(), nullable=False, server_default="")
    for table in ("comment", "feedback"):
        yield table, sa.Column("void", sa.Boolean(), nullable=False, server_default=sa.false())


def _keep_last_feedback() -> None:
    feedback = sa.table(
        "feedback",
        *(sa.column(name) for name in ("id", "request", "department")),
        sa.column("void", sa.Boolean()),
    )
    last = sa.select(sa.func.max(feedback.c.id)).group_by(feedback.c.request, feedback.c.department)
    op.execute(feedback.update().where(feedback.c.id.not_in(last)).values(void=True))


def _links() -> None:
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_link_request", "link", ["request"], unique=False)
    op.create_index("ix_link_other", "link", ["other"], unique=False)


def _resources() -> None:
    op.create_table(
        "resource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner_department", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("confidentiality", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_resource_owner_department", "resource", ["owner_department"])
    op.create_table(
        "resource_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_resource_use_request", "resource_use", ["request"], unique=False)
    op.create_index("ix_resource_use_resource", "resource_use", ["resource"], unique=False)
