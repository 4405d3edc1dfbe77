"""The departments' feedback."""

from datetime import date, datetime

from sqlmodel import Field

from db.tables.base import Row


class FeedbackTable(Row, table=True):
    """The departments' feedback forms (R3.5)."""

    __tablename__ = "feedback"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    request: str = Field(index=True)
    department: str
    by: str
    at: datetime
    content: str
    proposed: date | None
    needs: str
    remarks: str
    signed_by: str
    confirmed_by: str
    void: bool
