"""One repository for every aggregate: entities in, rows out, by field name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args, get_origin

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from core.codec import from_plain, to_plain, type_hints
from core.commands.base import no_such
from core.errors import ChangedMeanwhile
from core.messages import N_
from core.model.answer import Answer
from core.model.conflict import Conflict
from core.model.desk import Deadline, Notice
from core.model.meeting import Meeting
from core.model.organisation import (
    Absence,
    Department,
    LiaisonTerm,
    Person,
    RoleProposal,
)
from core.model.request import Attachment, Comment, Feedback, ImportBatch, Link, Request
from core.model.resource import Resource, ResourceUse
from core.model.series import Series
from core.model.team import Group, Team
from core.model.work import Plan, ProgressUpdate, Task
from core.ports import UpTo
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
    LiaisonTerm: Kept(_table(tables.LiaisonTermTable), "id"),
    Absence: Kept(_table(tables.AbsenceTable), "id"),
    RoleProposal: Kept(_table(tables.RoleProposalTable), "id"),
    Team: Kept(_table(tables.TeamTable), "number", _table(tables.TeamPersonTable), "people"),
    Group: Kept(_table(tables.GroupTable), "number"),
    Request: Kept(
        _table(tables.RequestTable),
        "number",
        _table(tables.RequestDepartmentTable),
        "departments",
    ),
    ImportBatch: Kept(_table(tables.ImportBatchTable), "id"),
    Comment: Kept(_table(tables.CommentTable), "id"),
    Attachment: Kept(_table(tables.AttachmentTable), "id"),
    Feedback: Kept(_table(tables.FeedbackTable), "id"),
    Link: Kept(_table(tables.LinkTable), "id"),
    Resource: Kept(_table(tables.ResourceTable), "number"),
    ResourceUse: Kept(_table(tables.ResourceUseTable), "id"),
    Meeting: Kept(
        _table(tables.MeetingTable), "number", _table(tables.MeetingPersonTable), "invited"
    ),
    Answer: Kept(_table(tables.AnswerTable), "id"),
    Series: Kept(_table(tables.SeriesTable), "number", _table(tables.SeriesPersonTable), "invited"),
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
    return _column(value, _is_json(hint))


def _column(value: Any, is_json: bool) -> Any:
    if is_json:
        return to_plain(value)
    return value.value if isinstance(value, Enum) else value


def to_row(entity: Any) -> dict[str, Any]:
    """All columns of an entity."""
    kind: Any = type(entity)
    return {name: _column(getattr(entity, name), is_json) for name, is_json in _columns(kind)}


@cache
def _columns(kind: Any) -> list[tuple[str, bool]]:
    """The fields of a kind, and whether each is kept as JSON."""
    hints = type_hints(kind)
    return [(f.name, _is_json(hints[f.name])) for f in fields(kind)]


def to_entity(kind: type[E], row: Any) -> E:
    """The entity of a row."""
    hints = type_hints(kind)
    return kind(**{name: from_plain(hint, row[name]) for name, hint in hints.items()})


def get(connection: Connection, kind: type[E], key: str) -> E:
    """The record people call *key*, be it in capitals or not.

    A draft is called ``DRAFT-`` and its id, until it has a number. Raises ``NoSuchRecord``.
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
        return (columns.id == int(number)) & (columns.number == "")
    return columns[KINDS[kind].key] == name


def find(connection: Connection, kind: type[E], where: Mapping[str, object]) -> list[E]:
    """Every record whose fields equal *where*, oldest first; None means is not set."""
    hints = type_hints(kind)
    upto = tuple(name for name, value in where.items() if isinstance(value, UpTo))
    given = {n: v.value if isinstance(v, UpTo) else v for n, v in where.items()}
    values = {n: to_column(hints[n], value) for n, value in given.items() if value is not None}
    equal = tuple(n for n in values if n not in upto)
    asked = _finding(KINDS[kind].table, equal, upto, tuple(n for n in where if n not in values))
    return [to_entity(kind, row) for row in connection.execute(asked, values).mappings()]


@cache
def _finding(
    table: Table, equal: tuple[str, ...], upto: tuple[str, ...], unset: tuple[str, ...]
) -> Any:
    """The statement of a question, made once: making it costs more than asking."""
    asked = select(table).order_by(table.c.id).where(*(table.c[n].is_(None) for n in unset))
    values = {n: bindparam(n, type_=table.c[n].type) for n in (*equal, *upto)}
    return asked.where(
        *(table.c[n] == values[n] for n in equal), *(table.c[n] <= values[n] for n in upto)
    )


def add(connection: Connection, entity: E) -> E:
    """Insert a new record at version 1."""
    kept = KINDS[type(entity)]
    row = to_row(entity) | {"version": 1} | _initials(kept.table, entity)
    del row["id"]
    number = connection.execute(_inserting(kept.table), row).scalar_one()
    added: E = replace(entity, id=number, version=1)  # type: ignore[type-var]
    _insert(connection, kept, number, _linked(kept, added))
    return added


@cache
def _inserting(table: Table) -> Any:
    return insert(table).returning(table.c.id)


def save(connection: Connection, entity: E, before: E | None = None) -> E:
    """Update a record if it still has its version, which rises by one (D7).

    *before* is the record as it was, where that is known: then less has to be found out.
    """
    kept = KINDS[type(entity)]
    row = to_row(entity)
    if before is None or _called_so(before) != _called_so(entity):
        row |= _initials(kept.table, entity)
    old, number = row["version"], row.pop("id")
    row |= {"version": old + 1, "known_id": number, "known_version": old}
    if connection.execute(_updating(kept.table), row).rowcount != 1:
        raise ChangedMeanwhile(
            N_("This was changed by somebody else meanwhile. Look again; what you typed is kept.")
        )
    saved: E = replace(entity, version=old + 1)  # type: ignore[type-var]
    _link(connection, kept, saved)
    return saved


def _called_so(entity: Any) -> str:
    return str(getattr(entity, "title", "") or getattr(entity, "name", ""))


def _initials(table: Table, entity: Any) -> dict[str, str]:
    """By which its Chinese title or name is found, where the table keeps that."""
    if "initials" not in table.c:
        return {}
    from db.initials import initials

    return {"initials": initials(_called_so(entity))}


@cache
def _updating(table: Table) -> Any:
    known = (table.c.id == bindparam("known_id"), table.c.version == bindparam("known_version"))
    return update(table).where(*known)


def _linked(kept: Kept, entity: Any) -> set[str]:
    """The names the link table holds for an entity."""
    return set(getattr(entity, kept.linked)) if kept.linked else set()


def _link(connection: Connection, kept: Kept, entity: Any) -> None:
    """Keep the link table equal to the entity's own list."""
    if kept.link is None:
        return
    wanted = _linked(kept, entity)
    present = set(connection.scalars(_names(kept.link), {"owner": entity.id}))
    if gone := present - wanted:
        owner, name = list(kept.link.c)
        connection.execute(delete(kept.link).where(owner == entity.id, name.in_(gone)))
    _insert(connection, kept, entity.id, wanted - present)


@cache
def _names(link: Table) -> Any:
    owner, name = list(link.c)
    return select(name).where(owner == bindparam("owner"))


def _insert(connection: Connection, kept: Kept, number: int, names: Iterable[str]) -> None:
    if kept.link is None:
        return
    owner, _ = list(kept.link.c)
    rows = [{owner.name: number, "name": name} for name in sorted(names)]
    if rows:
        connection.execute(_linking(kept.link), rows)


@cache
def _linking(link: Table) -> Any:
    return insert(link)


def differences(before: Any, after: Any) -> tuple[dict[str, object], dict[str, object]]:
    """The changed fields of a record as plain data, before and after, versions included."""
    new = to_plain(after)
    if before is None:
        return {}, new
    old = to_plain(before)
    changed = [name for name in new if old.get(name) != new[name]]
    return {name: old[name] for name in changed}, {name: new[name] for name in changed}
