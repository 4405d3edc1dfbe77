"""One repository for every aggregate: entities in, rows out, by field name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args, get_origin

from sqlalchemy import Connection, Table, delete, insert, select, update

from core.codec import from_plain, to_plain, type_hints
from core.commands.base import no_such
from core.errors import ChangedMeanwhile
from core.messages import N_
from core.model.conflict import Conflict
from core.model.desk import Deadline, Notice
from core.model.meeting import Meeting
from core.model.organisation import Department, Person
from core.model.request import Comment, Feedback, Request
from core.model.work import Plan, ProgressUpdate, Task
from db import tables

E = TypeVar("E")


class Kept(NamedTuple):
    """How one kind of entity is kept: its table, the field people name it by, its links."""

    table: Table
    key: str
    link: Table | None = None
    linked: str = ""


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


KINDS: dict[type, Kept] = {
    Department: Kept(_table(tables.DepartmentTable), "code"),
    Person: Kept(_table(tables.PersonTable), "login"),
    Request: Kept(
        _table(tables.RequestTable),
        "number",
        _table(tables.RequestDepartmentTable),
        "departments",
    ),
    Comment: Kept(_table(tables.CommentTable), "id"),
    Feedback: Kept(_table(tables.FeedbackTable), "id"),
    Meeting: Kept(
        _table(tables.MeetingTable), "number", _table(tables.MeetingPersonTable), "invited"
    ),
    Plan: Kept(_table(tables.PlanTable), "id"),
    Task: Kept(_table(tables.TaskTable), "number"),
    ProgressUpdate: Kept(_table(tables.ProgressUpdateTable), "id"),
    Conflict: Kept(
        _table(tables.ConflictTable), "number", _table(tables.ConflictDepartmentTable), "parties"
    ),
    Deadline: Kept(_table(tables.DeadlineTable), "id"),
    Notice: Kept(_table(tables.NoticeTable), "id"),
}
BY_NAME = {kept.table.name: kind for kind, kept in KINDS.items()}


@cache
def _is_json(hint: Any) -> bool:
    arms = [arm for arm in get_args(hint) if arm is not type(None)] or [hint]
    return get_origin(hint) in (tuple, dict) or any(is_dataclass(arm) for arm in arms)


def to_column(hint: Any, value: Any) -> Any:
    """A field's value as its column keeps it."""
    if _is_json(hint):
        return to_plain(value)
    return value.value if isinstance(value, Enum) else value


def to_row(entity: Any) -> dict[str, Any]:
    """All columns of an entity."""
    hints = type_hints(type(entity))
    return {f.name: to_column(hints[f.name], getattr(entity, f.name)) for f in fields(entity)}


def to_entity(kind: type[E], row: Any) -> E:
    """The entity of a row."""
    hints = type_hints(kind)
    return kind(**{name: from_plain(hint, row[name]) for name, hint in hints.items()})


def get(connection: Connection, kind: type[E], key: str) -> E:
    """The record people call *key*, be it in capitals or not.

    A draft is called ``DRAFT-`` and its id. Raises ``NoSuchRecord``.
    """
    for name in dict.fromkeys((key, key.upper())) if key else ():
        asked = select(KINDS[kind].table).where(_called(kind, name))
        if row := connection.execute(asked).mappings().first():
            return to_entity(kind, row)
    raise no_such(key or "–")


def _called(kind: type, name: str) -> Any:
    columns = KINDS[kind].table.c
    prefix, _, number = name.partition("-")
    # Ids are of nine digits at most: more would not fit into a column to compare with.
    if kind is Request and prefix == "DRAFT" and number.isdecimal() and len(number) < 10:
        return columns.id == int(number)
    return columns[KINDS[kind].key] == name


def find(connection: Connection, kind: type[E], where: Mapping[str, object]) -> list[E]:
    """Every record whose fields equal *where*, oldest first; None means is not set."""
    table = KINDS[kind].table
    hints = type_hints(kind)
    asked = select(table).order_by(table.c.id)
    for name, value in where.items():
        column = table.c[name]
        asked = asked.where(
            column.is_(None) if value is None else column == to_column(hints[name], value)
        )
    return [to_entity(kind, row) for row in connection.execute(asked).mappings()]


def add(connection: Connection, entity: E) -> E:
    """Insert a new record at version 1."""
    kept = KINDS[type(entity)]
    row = to_row(entity) | {"version": 1}
    del row["id"]
    number = connection.execute(insert(kept.table).values(row).returning(kept.table.c.id))
    added = to_entity(type(entity), to_row(entity) | row | {"id": number.scalar_one()})
    _link(connection, kept, added)
    return added


def save(connection: Connection, entity: E) -> E:
    """Update a record if it still has its version, which rises by one (D7)."""
    kept = KINDS[type(entity)]
    row = to_row(entity)
    old, number = row["version"], row.pop("id")
    row["version"] = old + 1
    done = connection.execute(
        update(kept.table).where(kept.table.c.id == number, kept.table.c.version == old).values(row)
    )
    if done.rowcount != 1:
        raise ChangedMeanwhile(
            N_("This was changed by somebody else meanwhile. Look again; what you typed is kept.")
        )
    saved = to_entity(type(entity), row | {"id": number})
    _link(connection, kept, saved)
    return saved


def _link(connection: Connection, kept: Kept, entity: Any) -> None:
    """Keep the link table equal to the entity's own list."""
    if kept.link is None:
        return
    owner, name = list(kept.link.c)
    wanted = set(getattr(entity, kept.linked))
    present = set(connection.scalars(select(name).where(owner == entity.id)))
    if gone := present - wanted:
        connection.execute(delete(kept.link).where(owner == entity.id, name.in_(gone)))
    _insert(connection, kept.link, owner.name, entity.id, wanted - present)


def _insert(
    connection: Connection, link: Table, owner: str, number: int, names: Iterable[str]
) -> None:
    rows = [{owner: number, "name": name} for name in sorted(names)]
    if rows:
        connection.execute(insert(link), rows)


def differences(before: Any, after: Any) -> tuple[dict[str, object], dict[str, object]]:
    """The changed fields of a record as plain data, before and after, versions included."""
    old = to_plain(before) if before is not None else {}
    new = to_plain(after)
    changed = [name for name in new if old.get(name) != new[name]]
    return {name: old[name] for name in changed if name in old}, {
        name: new[name] for name in changed
    }
