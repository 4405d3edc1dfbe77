"""Liaisons by date, absences and deputies, roles to confirm, dissolved departments, teams."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _table(name: str, *columns: sa.Column[Any], unique: str = "") -> None:
    """A table of records: an id and a version, then what they hold."""
    constraints = [sa.UniqueConstraint(unique)] if unique else []
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id"),
        *constraints,
    )


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=False)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _day(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, UTCDateTime(), nullable=nullable)


def upgrade() -> None:
    op.add_column(
        "department",
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.add_column("trail", sa.Column("behalf", sa.String(), nullable=False, server_default=""))
    _table(
        "liaison_term",
        _text("department"),
        _json("liaisons"),
        _text("primary"),
        _json("before"),
        _text("before_primary"),
        _day("start"),
        _day("until", nullable=True),
        _text("reason"),
        _text("by"),
        _moment("at"),
        _moment("applied_at", nullable=True),
        _moment("ended_at", nullable=True),
        _json("tasks"),
        sa.Column("notices", sa.Integer(), nullable=False),
        _flag("void"),
    )
    op.create_index("ix_liaison_term_department", "liaison_term", ["department"], unique=False)
    _table(
        "absence",
        _text("person"),
        _day("start"),
        _day("until"),
        _text("deputy"),
        _text("reason"),
        _text("by"),
        _moment("at"),
        _day("back_on", nullable=True),
        _moment("told_at", nullable=True),
        _flag("void"),
    )
    op.create_index("ix_absence_person", "absence", ["person"], unique=False)
    op.create_index("ix_absence_deputy", "absence", ["deputy"], unique=False)
    _table(
        "role_proposal",
        _text("person"),
        _text("role"),
        _flag("revoke"),
        _text("by"),
        _moment("at"),
        _text("confirmed_by"),
        _moment("confirmed_at", nullable=True),
        _flag("void"),
    )
    op.create_index("ix_role_proposal_person", "role_proposal", ["person"], unique=False)
    _table(
        "team",
        _text("number"),
        _text("request"),
        _text("leader"),
        _json("members"),
        _text("goal"),
        _text("division"),
        _day("until"),
        _text("state"),
        _text("formed_by"),
        _moment("formed_at"),
        _moment("closed_at", nullable=True),
        _flag("void"),
        unique="number",
    )
    op.create_index("ix_team_request", "team", ["request"], unique=False)
    op.create_table(
        "team_person",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"]),
        sa.PrimaryKeyConstraint("team_id", "name"),
    )
    op.create_index("ix_team_person_name", "team_person", ["name"], unique=False)
    _table(
        "standing_group",
        _text("number"),
        _text("name"),
        _text("topic"),
        _text("leader"),
        _json("members"),
        _text("monthly"),
        _flag("active"),
        _flag("void"),
        unique="number",
    )
