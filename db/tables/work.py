"""Plans and tasks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from db.tables.base import Row, initials_field, json_field


class TaskTable(Row, table=True):
    """Tasks of agreed plans (R7)."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_owner_state", "owner", "state"),
        Index("ix_task_load", "department", "state", "finish"),
    )
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    request: str = Field(index=True)
    revision: int
    title: str
    initials: str = initials_field()
    department: str = Field(index=True)
    owner: str
    start: date
    finish: date = Field(index=True)
    criterion: str
    depends_on: Any = json_field()
    state: str = Field(index=True)
    risk: Any = Field(sa_column=Column(JSON(none_as_null=True)))
    updated_at: datetime | None
    deliverable: str
    delivered_by: str
    delivered_at: datetime | None
    accepted_by: str
    accepted_at: datetime | None
    returned_for: str
    reworks: int
    meeting: str = Field(index=True, sa_column_kwargs={"server_default": ""})
