"""Times of people's own calendars: replaced as a whole, found by people and window (R5.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from core.busy import Time
from core.slots import Busy, Why
from db.tables.busy import BusyCalendarTable, BusyTimeTable

CALENDAR: Any = BusyCalendarTable.__table__  # type: ignore[attr-defined]
TIME: Any = BusyTimeTable.__table__  # type: ignore[attr-defined]


def keep(connection: Connection, calendar: int, times: Iterable[Time]) -> None:
    """Let these be the times of a calendar, and no others."""
    connection.execute(delete(TIME).where(TIME.c.calendar_id == calendar))
    rows = [{"calendar_id": calendar, **time._asdict()} for time in times]
    if rows:
        connection.execute(insert(TIME), rows)


def found(
    connection: Connection, people: Iterable[str], since: datetime, until: datetime
) -> list[Busy]:
    """What reaches into the window, the earliest first."""
    asked = (
        select(CALENDAR.c.person, CALENDAR.c.at, TIME.c.start, TIME.c.end, TIME.c.soft)
        .join(TIME, TIME.c.calendar_id == CALENDAR.c.id)
        .where(CALENDAR.c.person.in_(list(people)), CALENDAR.c.void.is_(False))
        .where(TIME.c.start < until, TIME.c.end > since)
        .order_by(TIME.c.start, CALENDAR.c.person, CALENDAR.c.id)
    )
    return [
        Busy(row.person, row.start, row.end, Why.PERHAPS if row.soft else Why.CALENDAR, row.at)
        for row in connection.execute(asked)
    ]
