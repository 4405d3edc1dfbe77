"""Calendars that people let count as busy times."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.tables.base import Row


class BusyCalendarTable(Row, table=True):
    """Which calendars of whom were taken in (R5.4)."""

    __tablename__ = "busy_calendar"
    __table_args__ = (UniqueConstraint("person", "source"),)
    id: int | None = Field(default=None, primary_key=True)
    version: int
    person: str
    source: str
    times: int
    since: datetime
    until: datetime
    by: str
    at: datetime
    void: bool


class BusyTimeTable(Row, table=True):
    """When their people are busy; only times, and gone when a calendar is forgotten."""

    __tablename__ = "busy_time"
    calendar_id: int = Field(primary_key=True, foreign_key="busy_calendar.id")
    start: datetime = Field(primary_key=True)
    end: datetime
    soft: bool
