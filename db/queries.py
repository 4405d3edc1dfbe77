"""Reading: windows into the frozen rows of ``core.views``, and one record whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, text

from core.actor import Actor
from core.codec import to_plain
from core.commands.base import no_such
from core.model.conflict import Conflict
from core.model.desk import Deadline, TrailEntry
from core.model.meeting import Meeting
from core.model.organisation import Department, Person
from core.model.request import Comment, Feedback, Request
from core.model.work import Plan, ProgressUpdate, Task
from core.views import Page, Query
from db import records, windows
from db.rows import bound, to_page
from db.unit_of_work import TRAIL, entry_of

VIEWS: dict[str, tuple[type[Any], str]] = {
    "request": (Request, "requests"),
    "meeting": (Meeting, "meetings"),
    "task": (Task, "tasks"),
    "conflict": (Conflict, "conflicts"),
    "department": (Department, "departments"),
    "person": (Person, "people"),
}


class Day(NamedTuple):
    """The actor's today, and the UTC instant at which it began."""

    today: date
    midnight: datetime


def page(connection: Connection, actor: Actor, query: Query, day: Day) -> Page[Any]:
    """One window of rows the actor may see."""
    asked = windows.statement(actor, query, day.today, day.midnight)
    return to_page(query, [tuple(line) for line in _run(connection, asked)])


def count(connection: Connection, actor: Actor, query: Query, day: Day) -> int:
    """How many rows the query has, whatever its window."""
    asked = windows.counting(actor, query, day.today, day.midnight)
    return int(_run(connection, asked).scalar_one())


def _run(connection: Connection, asked: windows.Statement) -> Any:
    sqlite = connection.dialect.name == "sqlite"
    # Capitals make no difference to SQLite's LIKE, so they make none to PostgreSQL's search.
    sql = asked.sql if sqlite else asked.sql.replace("LIKE :search", "ILIKE :search")
    return connection.execute(text(sql), bound(asked.values, sqlite))


def document(connection: Connection, actor: Actor, kind: str, key: str, day: Day) -> dict[str, Any]:
    """Every stored field of one record, with what hangs on it; the list decides who sees it (A4).

    Raises ``NoSuchRecord`` in the same words for what is missing and what is hidden (A8).
    """
    entity_kind, view = VIEWS[kind]
    if not key.isprintable():
        raise no_such(key)
    record: Any = records.get(connection, entity_kind, key)
    name = getattr(record, "name", key) if kind == "request" else _key_of(record)
    if not page(connection, actor, Query(view, (("number", name),), limit=1), day).rows:
        raise no_such(key)
    plain: dict[str, Any] = to_plain(record)
    if kind == "request":
        plain["number"] = name
    return plain | _hanging(connection, record, name)


def _key_of(record: Any) -> str:
    return str(getattr(record, records.KINDS[type(record)].key))


def _hanging(connection: Connection, record: Any, name: str) -> dict[str, Any]:
    if isinstance(record, Department | Person):
        return {"history": _history(connection, (name,))}
    found: dict[str, Any] = {"deadlines": _deadlines(connection, name)}
    if isinstance(record, Request):
        found |= {
            "comments": _all(connection, Comment, about=name),
            "feedback": _all(connection, Feedback, request=name),
            "plans": _all(connection, Plan, request=name),
            "tasks": _all(connection, Task, request=name),
            "meetings": [m.number for m in records.find(connection, Meeting, {"request": name})],
            "conflicts": [c.number for c in records.find(connection, Conflict, {"about": name})],
        }
    if isinstance(record, Task):
        found["updates"] = _all(connection, ProgressUpdate, task=name, void=False)
    if isinstance(record, Meeting):
        found["end"] = record.end.isoformat()
    source = getattr(record, "source", "")
    return found | {"history": _history(connection, (name, source) if source else (name,))}


def _all(connection: Connection, kind: type[Any], /, **where: object) -> list[Any]:
    return [to_plain(record) for record in records.find(connection, kind, where)]


def _deadlines(connection: Connection, about: str) -> list[dict[str, Any]]:
    kept = ("kind", "department", "role", "started_at", "due_at", "done_at")
    return [
        {name: to_plain(getattr(deadline, name)) for name in kept}
        for deadline in records.find(connection, Deadline, {"about": about, "void": False})
    ]


def _history(connection: Connection, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """What the trail says of one record, and of the batch it came in with, oldest first."""
    kept = ("seq", "at", "actor", "command", "about", "why")
    rows = connection.execute(
        select(*(TRAIL.c[name] for name in kept))
        .where(TRAIL.c.about.in_(names) | TRAIL.c.request.in_(names))
        .order_by(TRAIL.c.seq)
    ).mappings()
    return [{name: to_plain(row[name]) for name in kept} for row in rows]


def trail(connection: Connection, after: int, limit: int) -> Iterator[TrailEntry]:
    """Trail entries behind *after*, oldest first."""
    rows = connection.execute(
        TRAIL.select().where(TRAIL.c.seq > after).order_by(TRAIL.c.seq).limit(limit)
    ).mappings()
    return iter([entry_of(row) for row in rows])
