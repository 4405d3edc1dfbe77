"""Meetings."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, false
from sqlmodel import Field

from db.tables.base import Row, initials_field, json_field


class MeetingTable(Row, table=True):
    """Meetings (R5)."""

    __tablename__ = "meeting"
    id: int | None = Field(default=None, primary_key=True)
    version: int
    number: str = Field(unique=True)
    uid: str = Field(unique=True)
    sequence: int
    dtstamp: datetime | None
    kind: str
    title: str
    initials: str = initials_field()
    request: str = Field(index=True)
    start: datetime = Field(index=True)
    zone: str
    place: str
    url: str
    organizer: str
    attendees: Any = json_field()
    blocks: Any = json_field()
    late_notice_reason: str
    overlong_reason: str
    state: str
    started_at: datetime | None
    finished_at: datetime | None
    decisions: Any = json_field()
    actions: Any = json_field()
    parked: Any = json_field()
    series: str = Field(index=True, sa_column_kwargs={"server_default": ""})
    recurrence: datetime | None
    off_day: bool = Field(sa_column_kwargs={"server_default": false()})
    notes: str
    run_events: Any = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))
    minutes: Any = Field(sa_column=Column(JSON(none_as_null=True)))
    removed: Any = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))
    materials: Any = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))


class MeetingPersonTable(Row, table=True):
    """Who is invited to which meeting, for lists and clashes."""

    __tablename__ = "meeting_person"
    meeting_id: int = Field(primary_key=True, foreign_key="meeting.id")
    name: str = Field(primary_key=True, index=True)
