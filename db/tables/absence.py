"""Who is away."""

from datetime import date, datetime

from sqlmodel import Field

from db.tables.base import Row


class AbsenceTable(Row, table=True):
    """Who is away when, and who stands in (R1.2)."""

    __tablename__ = "absence"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    person: str = Field(index=True)
    start: date
    until: date
    deputy: str = Field(index=True)
    reason: str
    by: str
    at: datetime
    back_on: date | None
    told_at: datetime | None
    void: bool
