"""Conflicts."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from db.tables.base import Row, initials_field, json_field


class ConflictTable(Row, table=True):
    """The conflict ledger (R12)."""

    __tablename__ = "conflict"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    level: int
    type: str
    title: str
    initials: str = initials_field()
    cause: str
    sudden: bool
    parties: Any = json_field()
    about: str = Field(index=True)
    claims: Any = json_field()
    state: str = Field(index=True)
    outcome: str
    opened_by: str
    opened_at: datetime
    settled_by: str
    settled_at: datetime | None
    confirmed: Any = json_field()
    reopened: int


class ConflictDepartmentTable(Row, table=True):
    """Which departments quarrel in which conflict."""

    __tablename__ = "conflict_department"
    conflict_id: int = Field(primary_key=True, foreign_key="conflict.id")
    name: str = Field(primary_key=True, index=True)
