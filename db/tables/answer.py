"""What came in from calendars."""

from datetime import datetime

from sqlmodel import Field

from db.tables.base import Row


class AnswerTable(Row, table=True):
    """What calendars answered to invitations (R14.1)."""

    __tablename__ = "answer"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    about: str = Field(index=True)
    request: str
    method: str
    attendee: str
    person: str
    partstat: str
    comment: str
    sequence: int
    revision: int
    dtstamp: datetime | None
    start: datetime | None
    end: datetime | None
    delegate: str
    sent_by: str
    outcome: str
    file: str
    digest: str = Field(index=True)
    by: str
    at: datetime
    settled: str | None
    void: bool
