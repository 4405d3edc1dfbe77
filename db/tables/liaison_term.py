"""Who speaks for which department when."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from db.tables.base import Row, json_field


class LiaisonTermTable(Row, table=True):
    """Who liaised for which department when (R1.2)."""

    __tablename__ = "liaison_term"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    department: str = Field(index=True)
    liaisons: Any = json_field()
    primary: str
    before: Any = json_field()
    before_primary: str
    start: date
    until: date | None
    reason: str
    by: str
    at: datetime
    applied_at: datetime | None
    ended_at: datetime | None
    tasks: Any = json_field()
    notices: int
    void: bool
