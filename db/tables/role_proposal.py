"""Roles that wait."""

from datetime import datetime

from sqlmodel import Field

from db.tables.base import Row


class RoleProposalTable(Row, table=True):
    """Roles that wait for a second coordinator (R1.1)."""

    __tablename__ = "role_proposal"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    person: str = Field(index=True)
    role: str
    revoke: bool
    by: str
    at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    void: bool
