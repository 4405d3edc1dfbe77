"""What a department's row says of its load and its liaison, beyond what SQL can say (R1.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from core.codec import to_plain
from core.load import Span, next_free_day
from core.model.organisation import Absence
from core.model.work import Task, TaskState
from core.views import Page, Query
from core.views.people import DepartmentRow
from db import kinds, records
from db.windows import Times

OPEN = (TaskState.NOT_STARTED.value, TaskState.IN_PROGRESS.value)
SHOWN = ("open_tasks", "overdue_tasks", "to_acknowledge", "next_free_day", "available", "deputy")
Works = Callable[[date], bool]


def shown(connection: Connection, page: Page[Any], day: Times, works: Works) -> Page[DepartmentRow]:
    """The rows with the next free working day, and whether the liaison is there today."""
    codes = [row.key for row in page.rows]
    spans = _spans(connection, codes)
    away = _away(connection)
    rows = tuple(_filled(row, spans.get(row.key, []), away, day.today, works) for row in page.rows)
    return page._replace(rows=rows)


def of_one(connection: Connection, code: str, day: Times, works: Works) -> dict[str, Any]:
    """The load of one department, as data under the names of its row."""
    from core.actor import Actor
    from db import queries

    asked = Query("departments", (("number", code),), limit=1)
    found = queries.page(connection, Actor(login=""), asked, day)
    row = shown(connection, found, day, works).rows[0]
    return {name: to_plain(getattr(row, name)) for name in SHOWN}


def _spans(connection: Connection, codes: list[str]) -> dict[str, list[Span]]:
    task = kinds.kept(Task).table.c
    asked = select(task.department, task.start, task.finish).where(
        task.department.in_(codes), task.state.in_(OPEN)
    )
    found: dict[str, list[Span]] = {}
    for code, start, finish in connection.execute(asked):
        found.setdefault(code, []).append(Span(start, finish))
    return found


def _away(connection: Connection) -> dict[str, list[Absence]]:
    found: dict[str, list[Absence]] = {}
    for absence in records.find(connection, Absence, {"void": False}):
        found.setdefault(absence.person, []).append(absence)
    return found


def _filled(
    row: DepartmentRow,
    tasks: list[Span],
    away: dict[str, list[Absence]],
    today: date,
    works: Works,
) -> DepartmentRow:
    liaison = row.primary or row.head
    absences = away.get(liaison, [])
    now = next((absence for absence in absences if absence.covers(today)), None)
    spans = [Span(a.start, a.last) for a in absences]
    return row._replace(
        next_free_day=next_free_day(tasks, spans, today, works),
        available=bool(liaison) and now is None,
        deputy=now.deputy if now else "",
    )
