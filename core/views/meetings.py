"""Meetings and their series, as lists show them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple


class MeetingRow(NamedTuple):
    """A meeting in a list; ``waiting`` counts answers its organiser has to decide about."""

    id: int
    version: int
    key: str
    kind: str
    title: str
    request: str
    start: datetime
    zone: str
    place: str
    state: str
    organizer: str
    blocks: list[dict[str, Any]]
    attendees: list[dict[str, Any]]
    started_at: datetime | None
    finished_at: datetime | None
    run_events: list[dict[str, Any]]
    series: str
    recurrence: datetime | None
    off_day: bool
    waiting: int = 0


class SeriesRow(NamedTuple):
    """A series of meetings in a list; ``next_meeting`` is the next one to be held."""

    id: int
    version: int
    key: str
    kind: str
    title: str
    request: str
    repeat: str
    monthly_on: str
    count: int | None  # type: ignore[assignment]  # its name everywhere; nobody counts in a row
    until: date | None
    start: datetime
    zone: str
    state: str
    organizer: str
    next_start: datetime | None
    next_meeting: str | None
