"""What owners reported."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field

from db.tables.base import Row


class ProgressUpdateTable(Row, table=True):
    """What owners reported (R7.1)."""

    __tablename__ = "progress_update"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    task: str = Field(index=True)
    by: str
    at: datetime
    state: str
    done: str
    problems: str
    risk: Any = Field(sa_column=Column(JSON(none_as_null=True)))
    void: bool
