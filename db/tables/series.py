"""Series of meetings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field

from db.tables.base import Row, json_field


class SeriesTable(Row, table=True):
    """Series of meetings (R5.1)."""

    __tablename__ = "series"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    uid: str = Field(unique=True)
    sequence: int
    dtstamp: datetime | None
    repeat: str
    monthly_on: str
    count: int | None
    until: date | None
    kind: str
    title: str
    request: str = Field(index=True)
    start: datetime
    zone: str
    place: str
    url: str
    organizer: str
    attendees: Any = json_field()
    blocks: Any = json_field()
    overlong_reason: str
    state: str
    after: str
    next: str
    reason: str
    materials: Any = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))
    removed: Any = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))


class SeriesPersonTable(Row, table=True):
    """Who is invited to which series, for lists."""

    __tablename__ = "series_person"
    series_id: int = Field(primary_key=True, foreign_key="series.id")
    name: str = Field(primary_key=True, index=True)
