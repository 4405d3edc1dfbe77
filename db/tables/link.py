"""How requests stand to each other."""

from datetime import datetime

from sqlmodel import Field

from db.tables.base import Row


class LinkTable(Row, table=True):
    """How requests stand to each other."""

    __tablename__ = "link"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    request: str = Field(index=True)
    other: str = Field(index=True)
    kind: str
    by: str
    at: datetime
    void: bool
